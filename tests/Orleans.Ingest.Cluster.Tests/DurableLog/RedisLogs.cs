using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;
using Orleans.Ingest.DurableLog.Redis;
using StackExchange.Redis;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Logs that go by Redis' own clock, as in production; several may share one in Redis, as silos do.</summary>
internal sealed class RedisLogs(RedisProcess redis) : IAsyncDisposable
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly string _prefix = redis.NextPrefix();
    private readonly List<IAsyncDisposable> _opened = [];

    public RedisLogOptions Options { get; } = new() { Queues = 1, FlushInterval = TimeSpan.FromMilliseconds(10) };

    public QueueKeys Keys => new(_prefix, 0);

    public RedisKey Format => $"{{{_prefix}}}:format";

    /// <summary>A process of its own that uses the log.</summary>
    public async Task<RedisDurableLog> OpenAsync(string more = "", ILogger<RedisDurableLog>? logger = null)
    {
        var connection = redis.Connect(more);
        var log = RedisDurableLog.Open(new(connection, isShared: false), _prefix, Options, new(), TimeProvider.System, logger ?? NullLogger<RedisDurableLog>.Instance);
        _opened.Add(log);
        await log.StartAsync(_none);
        return log;
    }

    /// <summary>Redis itself, to look at and to meddle with.</summary>
    public IDatabase Redis()
    {
        var connection = redis.Connect(",allowAdmin=true");
        _opened.Add(connection);
        return connection.GetDatabase();
    }

    public static LogChunk Chunk(ulong key, ulong version, ulong buildsOn = 0, int events = 1, string? payload = null) =>
        Chunks.Chunk(key, version, buildsOn, events, TimeProvider.System.GetUtcNow(), payload);

    public static async Task<ChunkOutcome> AppendAsync(IDurableLog log, LogChunk chunk)
    {
        await log.AppendAsync(0, Chunks.Batch(chunk), _none);
        return chunk.Outcome;
    }

    public static async Task<FlushGroup> ClaimAsync(IDurableLog log)
    {
        await log.RipenAsync(0, _none);
        return Assert.IsType<FlushGroup>(await log.ClaimGroupAsync(0, _none));
    }

    public static async Task<string[]> PayloadsAsync(IDurableLog log, FlushGroup group) =>
        [.. (await log.ReadGroupAsync(group, _none))!.Chunks.Select(chunk => Chunks.Text(chunk.Payload))];

    public static async Task<string?> SnapshotAsync(IDurableLog log, ulong key) =>
        await log.ReadSnapshotAsync(0, new(1, key), _none) is { } bytes ? Chunks.Text(bytes) : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened) await opened.DisposeAsync();
    }
}
