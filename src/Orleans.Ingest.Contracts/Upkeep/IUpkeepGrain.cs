using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Orleans.Ingest.Contracts.Upkeep;

/// <summary>Deletes stored data: what people ask for, and what sites do not keep. One in the whole cluster, with key 0: one deletion runs at a time.</summary>
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

    /// <summary>Goes on with what is unfinished, and begins what sites' retention asks for today. Called by every silo now and then.</summary>
    [Alias("WakeAsync")]
    Task WakeAsync();
}
