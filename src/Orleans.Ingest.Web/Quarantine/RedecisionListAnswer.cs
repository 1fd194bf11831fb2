namespace Orleans.Ingest.Web.Quarantine;

/// <summary>What was decided again of a site, the newest first.</summary>
internal sealed record RedecisionListAnswer(IReadOnlyList<RedecisionAnswer> Redecisions);
