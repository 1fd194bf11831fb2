using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Health;

/// <summary>Looks at what only a silo can see, for the self-check; key 0.</summary>
[Alias("ingest.IInspectionGrain")]
public interface IInspectionGrain : IGrainWithIntegerKey
{
    /// <summary>How silo, log and ClickHouse stand. Does not fail when ClickHouse is away.</summary>
    /// <param name="sites">Ids of the sites whose events are looked for.</param>
    [Alias("InspectAsync")]
    Task<Inspection> InspectAsync(ImmutableArray<ulong> sites);
}
