using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>Runs of a visitor's events that were stored as several sessions each.</summary>
/// <param name="Key">The visitor.</param>
/// <param name="Runs">The runs; none is empty.</param>
public sealed record TornVisits(SessionKey Key, ImmutableArray<ImmutableArray<PlacedEvent>> Runs)
{
    /// <summary>Time of the first event.</summary>
    public DateTime First => Runs.Min(run => run[0].At);

    /// <summary>Time of the last event.</summary>
    public DateTime Last => Runs.Max(run => run[^1].At);
}
