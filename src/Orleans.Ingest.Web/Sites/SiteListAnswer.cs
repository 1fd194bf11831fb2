namespace Orleans.Ingest.Web.Sites;

/// <summary>All sites.</summary>
internal sealed record SiteListAnswer(IReadOnlyList<SiteAnswer> Sites);
