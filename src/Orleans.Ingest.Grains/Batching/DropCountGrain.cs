using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Ingest.Contracts.Batching;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>Adds what a front end has counted to this silo's counts.</summary>
[StatelessWorker(1)]
internal sealed class DropCountGrain(DropCounting counting) : Grain, IDropCountGrain
{
    /// <inheritdoc />
    public ValueTask CountAsync(ImmutableArray<CountedDrop> drops)
    {
        foreach (var drop in drops) counting.Count(drop.Minute, drop.Reason, drop.SiteId, drop.Domain, drop.ScriptVersion, drop.Count);
        return default;
    }
}
