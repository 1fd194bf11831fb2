using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Ingest.Contracts.Quarantine;

namespace Orleans.Ingest.Contracts.Upkeep;

/// <summary>
/// Changes stored data: deletes what people ask for and what sites do not keep, decides again when rules have changed, and puts events that came late into their visits. One in the whole cluster, with key 0: one
/// change at a time.
/// </summary>
[Alias("ingest.IUpkeepGrain")]
public interface IUpkeepGrain : IGrainWithIntegerKey
{
    /// <summary>When its task completes, the deletion is durably begun; it goes on by itself, over any crash.</summary>
    [Alias("DeleteAsync")]
    Task<DataDeletion> DeleteAsync(DataSelection selection);

    /// <summary>A site's deletions, the newest first; of those that ended long ago none.</summary>
    [AlwaysInterleave]
    [Alias("ListAsync")]
    Task<ImmutableArray<DataDeletion>> ListAsync(ulong siteId);

    /// <summary>
    /// When its task completes, deciding again is durably begun; it goes on by itself, over any crash. What is decided is what the rules of the request say. Null when
    /// <see cref="Redecision.MostUnfinished"/> of the site are not finished.
    /// </summary>
    [Alias("RedecideAsync")]
    Task<Redecision?> RedecideAsync(RedecisionRequest request);

    /// <summary>What was decided again of a site, the newest first; of what ended long ago nothing.</summary>
    [AlwaysInterleave]
    [Alias("RedecisionsAsync")]
    Task<ImmutableArray<Redecision>> RedecisionsAsync(ulong siteId);

    /// <summary>Events that came late are in ClickHouse: they are put in order soon. Only a hint, for the next <see cref="WakeAsync"/> finds them too.</summary>
    [AlwaysInterleave]
    [OneWay]
    [Alias("LateEventsAsync")]
    Task LateEventsAsync();

    /// <summary>Goes on with what is unfinished, puts late events in order, and begins what sites' retention asks for today. Called by every silo now and then.</summary>
    [Alias("WakeAsync")]
    Task WakeAsync();
}
