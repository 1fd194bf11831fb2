using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Salts;

/// <summary>Keeps the salts of the cluster; there is one, with key 0.</summary>
[Alias("ingest.ISaltGrain")]
public interface ISaltGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The salts of yesterday (while it is kept), today and, ahead of midnight, tomorrow; each is durable when the task completes.
    /// A front end picks by the day on which it received an event.
    /// </summary>
    [Alias("GetAsync")]
    Task<ImmutableArray<DailySalt>> GetAsync();
}
