namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>One place where the tables break an invariant.</summary>
/// <param name="Invariant">What should hold.</param>
/// <param name="Key">The position, or the site and session; the same at each look.</param>
/// <param name="Detail">What was found there.</param>
public sealed record AuditFinding(string Invariant, string Key, string Detail);
