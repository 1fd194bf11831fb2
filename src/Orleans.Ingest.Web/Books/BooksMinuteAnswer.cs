namespace Orleans.Ingest.Web.Books;

/// <summary>The books of one minute.</summary>
/// <param name="Minute">The minute.</param>
/// <param name="Received">Stored, deleted and dropped together.</param>
/// <param name="Stored">Counted in the log, with the event, and not deleted since.</param>
/// <param name="Deleted">Stored, and deleted by a request or the site's retention.</param>
/// <param name="Dropped">By reason.</param>
internal sealed record BooksMinuteAnswer(DateTime Minute, ulong Received, ulong Stored, ulong Deleted, IReadOnlyDictionary<string, ulong> Dropped);
