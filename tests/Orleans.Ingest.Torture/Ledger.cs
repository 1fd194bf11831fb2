using System.Collections.Concurrent;

namespace Orleans.Ingest.Torture;

/// <summary>What was answered to each event, by its number.</summary>
public sealed class Ledger
{
    private const int PageSize = 1 << 16;
    private readonly ConcurrentDictionary<int, Answer[]> _pages = [];
    private readonly long[] _counts = new long[Enum.GetValues<Answer>().Length];

    /// <summary>Events of an answer.</summary>
    public long this[Answer answer] => Interlocked.Read(ref _counts[(int)answer]);

    /// <summary>The answer to an event.</summary>
    public Answer Of(int number) => _pages.TryGetValue(number / PageSize, out var page) ? page[number % PageSize] : Answer.None;

    /// <summary>Writes an answer down.</summary>
    public void Write(int number, Answer answer)
    {
        _pages.GetOrAdd(number / PageSize, _ => new Answer[PageSize])[number % PageSize] = answer;
        Interlocked.Increment(ref _counts[(int)answer]);
    }

    /// <summary>The numbers of all accepted events.</summary>
    public IEnumerable<int> Accepted() =>
        from page in _pages from index in Enumerable.Range(0, PageSize) where page.Value[index] == Answer.Accepted select (page.Key * PageSize) + index;
}
