namespace Orleans.Ingest.Web.Books;

/// <summary>A minute that does not balance.</summary>
/// <param name="SiteId">The site.</param>
/// <param name="Domain">Its domain; null when it has been deleted.</param>
/// <param name="Minute">Of the events, or in which the sessions began.</param>
/// <param name="What"><c>events</c>: counted in the log and not in ClickHouse, or the other way round. <c>sessions</c>: they do not add up to their events.</param>
/// <param name="Counted">Events that should be there.</param>
/// <param name="Stored">Events that are.</param>
internal sealed record BooksOffAnswer(ulong SiteId, string? Domain, DateTime Minute, string What, ulong Counted, ulong Stored);
