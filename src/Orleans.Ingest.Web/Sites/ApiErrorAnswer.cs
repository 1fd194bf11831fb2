namespace Orleans.Ingest.Web.Sites;

/// <summary>What was wrong, by field.</summary>
internal sealed record ApiErrorAnswer(Dictionary<string, string[]> Errors);
