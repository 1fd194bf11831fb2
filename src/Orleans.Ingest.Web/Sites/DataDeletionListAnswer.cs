namespace Orleans.Ingest.Web.Sites;

/// <summary>A site's deletions, the newest first.</summary>
internal sealed record DataDeletionListAnswer(IReadOnlyList<DataDeletionAnswer> Deletions);
