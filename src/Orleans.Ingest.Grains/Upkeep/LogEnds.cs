using System.Collections.Immutable;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>Where the log's queues begin and end: what is to be changed must have left it first.</summary>
internal static class LogEnds
{
    /// <summary>Per queue, the position behind everything that was appended before the call.</summary>
    public static Task<ImmutableArray<ulong>> EndsAsync(this IDurableLog log, CancellationToken cancellationToken) => OfEachAsync(log, extent => extent.Next, cancellationToken);

    /// <summary>Per queue, the position below which everything has left the log.</summary>
    public static Task<ImmutableArray<ulong>> ArrivedAsync(this IDurableLog log, CancellationToken cancellationToken) => OfEachAsync(log, extent => extent.Waiting, cancellationToken);

    /// <summary>True once everything has left the log that was in it at an <see cref="EndsAsync"/>.</summary>
    public static async Task<bool> HaveLeftAsync(this IDurableLog log, ImmutableArray<ulong> ends, CancellationToken cancellationToken)
    {
        for (var queue = 0; queue < ends.Length; queue++)
        {
            if ((await log.ExtentAsync(queue, cancellationToken)).Waiting < ends[queue]) return false;
        }

        return true;
    }

    private static async Task<ImmutableArray<ulong>> OfEachAsync(IDurableLog log, Func<LogExtent, ulong> position, CancellationToken cancellationToken)
    {
        var positions = ImmutableArray.CreateBuilder<ulong>(log.QueueCount);
        for (var queue = 0; queue < log.QueueCount; queue++) positions.Add(position(await log.ExtentAsync(queue, cancellationToken)));
        return positions.MoveToImmutable();
    }
}
