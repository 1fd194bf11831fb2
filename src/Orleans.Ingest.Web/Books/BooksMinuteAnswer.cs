namespace Orleans.Ingest.Web.Books;

/// <summary>The books of one minute.</summary>
/// <param name="Minute">The minute.</param>
/// <param name="Received">Stored and dropped together.</param>
/// <param name="Stored">Counted in the log, with the event.</param>
/// <param name="Dropped">By reason.</param>
internal sealed record BooksMinuteAnswer(DateTime Minute, ulong Received, ulong Stored, IReadOnlyDictionary<string, ulong> Dropped);
