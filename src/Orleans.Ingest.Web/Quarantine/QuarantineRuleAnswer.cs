namespace Orleans.Ingest.Web.Quarantine;

/// <summary>What one rule has dropped: at all, and those of it that are kept.</summary>
internal sealed record QuarantineRuleAnswer(string Reason, ulong Dropped, ulong Kept, IReadOnlyList<QuarantineSampleAnswer> Samples);
