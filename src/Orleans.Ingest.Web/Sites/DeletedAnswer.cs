namespace Orleans.Ingest.Web.Sites;

/// <summary>Something is gone.</summary>
internal sealed record DeletedAnswer(bool Deleted);
