using System.Collections.Immutable;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>Visitors whose visits are torn, until everything of theirs is in ClickHouse. Kept in memory alone: a crash looks for them again.</summary>
/// <param name="Visitors">The visitors.</param>
/// <param name="Versions">Of their snapshots.</param>
/// <param name="Ends">Ends of the log's queues when those were read: once all of it has arrived, their rows are those of the versions.</param>
/// <param name="Until">Per queue, the position up to which visitors were looked for.</param>
internal sealed record TornVisitors(ImmutableArray<LateVisitor> Visitors, Dictionary<SessionKey, ulong> Versions, ImmutableArray<ulong> Ends, ImmutableArray<ulong> Until);
