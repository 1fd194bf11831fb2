namespace Orleans.Ingest.Web.Books;

/// <summary>What waits in the log.</summary>
/// <param name="Since">When the oldest event of it was appended.</param>
/// <param name="Bytes">How much there is.</param>
internal sealed record BooksPendingAnswer(DateTime Since, long Bytes);
