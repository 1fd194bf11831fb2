namespace Orleans.Ingest.Web.Sites;

/// <summary>A shield rule as the API shows it.</summary>
internal sealed record ShieldAnswer(long Id, string Value);
