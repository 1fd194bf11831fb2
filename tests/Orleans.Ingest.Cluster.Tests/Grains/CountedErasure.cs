using Orleans.Ingest.Grains.Salts;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Counts how often a storage was made to forget, and can fail.</summary>
internal sealed class CountedErasure : ISaltErasure
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public bool IsFailing { get; set; }

    public Task EraseAsync()
    {
        Interlocked.Increment(ref _calls);
        return IsFailing ? Task.FromException(new IOException("The test fails it.")) : Task.CompletedTask;
    }
}
