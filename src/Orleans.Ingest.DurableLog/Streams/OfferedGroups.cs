using System.Collections.Concurrent;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>Queues whose group was not delivered and must be offered again by this silo's receiver.</summary>
internal sealed class OfferedGroups
{
    private readonly ConcurrentDictionary<int, bool> _mustRepeat = new();

    /// <summary>The delivery of a queue's group was given up.</summary>
    public void RepeatLater(int queue) => _mustRepeat[queue] = true;

    /// <summary>True once for each <see cref="RepeatLater"/>.</summary>
    public bool TakeRepeat(int queue) => _mustRepeat.TryRemove(queue, out _);
}
