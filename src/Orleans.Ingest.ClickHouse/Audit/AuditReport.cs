using System.Collections.Immutable;

namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>What an audit has read and found.</summary>
/// <param name="Events">Rows of events_v2 in the range.</param>
/// <param name="Sessions">Sessions that began in the range.</param>
/// <param name="Findings">What is off; at most <see cref="TableAudit.MaxFindings"/> an invariant and month.</param>
public sealed record AuditReport(ulong Events, ulong Sessions, ImmutableArray<AuditFinding> Findings);
