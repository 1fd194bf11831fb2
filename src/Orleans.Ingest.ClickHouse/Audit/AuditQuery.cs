namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>An invariant, and the statement that answers where it is broken: key and detail, in the order of the keys.</summary>
internal sealed record AuditQuery(string Invariant, Func<AuditRange, string> Sql);
