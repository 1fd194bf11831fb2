namespace Orleans.Ingest.Web.Books;

/// <summary>The books of one site.</summary>
/// <param name="SiteId">The site; null for events of domains that name none.</param>
/// <param name="Domain">Its domain; null when it names none, or has been deleted.</param>
/// <param name="Received">Stored, deleted and dropped together.</param>
/// <param name="Stored">Counted in the log, with the event, and not deleted since.</param>
/// <param name="Deleted">Stored, and deleted by a request or the site's retention.</param>
/// <param name="Dropped">By reason.</param>
internal sealed record BooksSiteAnswer(ulong? SiteId, string? Domain, ulong Received, ulong Stored, ulong Deleted, IReadOnlyDictionary<string, ulong> Dropped);
