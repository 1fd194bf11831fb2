using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Batching;

/// <summary>Takes the drop counts of front ends that are no silos; key 0. A stateless worker.</summary>
[Alias("ingest.IDropCountGrain")]
public interface IDropCountGrain : IGrainWithIntegerKey
{
    /// <summary>The counts leave with the silo's next append. Not to be called again for the same counts.</summary>
    [Alias("CountAsync")]
    ValueTask CountAsync(ImmutableArray<CountedDrop> drops);
}
