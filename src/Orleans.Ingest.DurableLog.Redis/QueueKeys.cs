using System.Globalization;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>
/// The keys of one queue. What is in braces is their hash tag: Redis Cluster keeps them all in one slot, so that a script may use them together,
/// and spreads the queues.
/// </summary>
internal sealed class QueueKeys
{
    /// <summary>Half hours of snapshots that have a key: three are read, and the next may begin while they are.</summary>
    private const int HalfHours = 4;

    public QueueKeys(string prefix, int queue)
    {
        Tag = string.Create(CultureInfo.InvariantCulture, $"{{{prefix}/{queue}}}");
        RedisKey meta = $"{Tag}:meta", sealedSegments = $"{Tag}:sealed", reasons = $"{Tag}:dead-reasons";
        Stream = $"{Tag}:stream";
        Meta = meta;
        Barrier = $"{Tag}:barrier";
        DeadLetters = $"{Tag}:dead";
        DeadReasons = reasons;
        Segments = [meta, Stream, sealedSegments];
        Snapshots = [.. Segments, .. Enumerable.Range(0, HalfHours).Select(number => (RedisKey)string.Create(CultureInfo.InvariantCulture, $"{Tag}:snapshots:{number}"))];
        SetAside = [.. Segments, DeadLetters, reasons];
        Status = [.. Segments, reasons];
    }

    public string Tag { get; }

    public RedisKey Meta { get; }

    public RedisKey Stream { get; }

    /// <summary>Written for the sake of writing.</summary>
    public RedisKey Barrier { get; }

    public RedisKey DeadLetters { get; }

    /// <summary>Why each group of them is there.</summary>
    public RedisKey DeadReasons { get; }

    /// <summary>For the scripts that look at segments alone.</summary>
    public RedisKey[] Segments { get; }

    /// <summary>For the scripts that look at snapshots too.</summary>
    public RedisKey[] Snapshots { get; }

    public RedisKey[] SetAside { get; }

    public RedisKey[] Status { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<RedisKey> All => [.. Snapshots, .. SetAside, Barrier];
}
