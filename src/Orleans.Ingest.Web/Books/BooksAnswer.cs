namespace Orleans.Ingest.Web.Books;

/// <summary>The books of a range.</summary>
/// <param name="From">First minute.</param>
/// <param name="To">The minute after the last.</param>
/// <param name="CheckedUntil">Minutes before this one have been compared with ClickHouse; null when none has yet.</param>
/// <param name="Off">Minutes that do not balance, of the last day whatever the range.</param>
/// <param name="Problem">Why something is missing here; null when nothing is.</param>
/// <param name="Pending">What waits for ClickHouse, of all sites; null when nothing does.</param>
/// <param name="DeadLetterGroups">Flush groups that were set aside.</param>
/// <param name="Sites">By site; null when one site was asked for.</param>
/// <param name="Minutes">By minute; null when all sites were asked for.</param>
internal sealed record BooksAnswer(
    DateTime From,
    DateTime To,
    DateTime? CheckedUntil,
    IReadOnlyList<BooksOffAnswer> Off,
    string? Problem,
    BooksPendingAnswer? Pending,
    long DeadLetterGroups,
    IReadOnlyList<BooksSiteAnswer>? Sites,
    IReadOnlyList<BooksMinuteAnswer>? Minutes);
