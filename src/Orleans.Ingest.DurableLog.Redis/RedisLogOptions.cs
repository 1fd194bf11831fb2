namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>Settings of a log in Redis or Valkey; each has the same name in the provider's section, <c>Orleans:Streaming:&lt;name&gt;</c>.</summary>
public sealed class RedisLogOptions
{
    /// <summary>
    /// What the log's keys begin with. Default null: the cluster's service id and the provider's name, as in <c>{shop/events/3}:stream</c>.
    /// No braces: those mark what Redis Cluster keeps in one place.
    /// </summary>
    public string? KeyPrefix { get; set; }

    /// <summary>What a new log has when <see cref="Queues"/> says nothing: with one, most events share an append, a group and an insert.</summary>
    public const int QueuesOfNewLog = 1;

    /// <summary>
    /// Queues, each with one writer. Default null: as many as the log has, and <see cref="QueuesOfNewLog"/> when there is none; 1 to 256. Fixed once the log exists: another
    /// number is refused at start. More of them spread over more masters of a Redis Cluster.
    /// </summary>
    public int? Queues { get; set; }

    /// <summary>Age at which what was appended becomes a flush group. Default 1 second; 10 milliseconds to 1 minute.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes at which a flush group is closed before its time. Default 32 MiB; 64 KiB to 256 MiB.</summary>
    public long GroupBytes { get; set; } = 32L << 20;

    /// <summary>
    /// Bytes that may wait over all queues before appends are refused. Default 1 GiB; at least two groups a queue. Each queue has its equal
    /// part. Redis needs room for it beside the snapshots: where <c>maxmemory</c> is reached sooner, appends are refused from there on.
    /// </summary>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Replicas that must have an append before it is acknowledged. Default 0: none; at most 16.</summary>
    public int MinReplicas { get; set; }

    /// <summary>How long to wait for <see cref="MinReplicas"/>, or for Redis' disk after a claim. Default 1 second; 10 milliseconds to 10 seconds.</summary>
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromSeconds(1);
}
