namespace Orleans.Ingest.Contracts.Books;

/// <summary>Keeps the books of the whole cluster: whether what was counted in the log is what ClickHouse holds. Key 0.</summary>
[Alias("ingest.IBooksGrain")]
public interface IBooksGrain : IGrainWithIntegerKey
{
    /// <summary>Checks the minutes that have closed since, at most once a minute; does not fail when ClickHouse is away, and says so.</summary>
    [Alias("CheckAsync")]
    Task<BooksState> CheckAsync();

    /// <summary>What is counted in a range, at most 31 days.</summary>
    /// <param name="from">First minute, UTC.</param>
    /// <param name="until">The minute after the last, UTC.</param>
    /// <param name="site">A site, whose minutes are then told one by one; null for the sums of all sites.</param>
    [Alias("ReadAsync")]
    Task<BookPage> ReadAsync(DateTime from, DateTime until, ulong? site);
}
