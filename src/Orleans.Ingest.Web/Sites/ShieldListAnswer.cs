namespace Orleans.Ingest.Web.Sites;

/// <summary>A site's rules of one kind.</summary>
internal sealed record ShieldListAnswer(IReadOnlyList<ShieldAnswer> Shields);
