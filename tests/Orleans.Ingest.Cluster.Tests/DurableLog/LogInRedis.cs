using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;
using Orleans.Ingest.DurableLog.Redis;
using StackExchange.Redis;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>A log in a real Redis that goes by the test's clock. A kill ends the log's process, and may end Redis with it.</summary>
internal sealed class LogInRedis : LogUnderTest
{
    private const string SetClock = "local function now() return tonumber(redis.call('GET', string.match(KEYS[1], '^{.-}') .. ':clock')) end\n";

    private static readonly LogScripts _scripts = new(SetClock);

    private readonly RedisProcess _redis;
    private readonly string _prefix;
    private readonly bool _killsRedis;
    private ConnectionMultiplexer _connection;
    private RedisDurableLog _log;
    private IDurableLog _clocked;

    public LogInRedis(RedisProcess redis, bool killsRedis = false)
    {
        (_redis, _prefix, _killsRedis) = (redis, redis.NextPrefix(), killsRedis);
        Open();
    }

    public RedisLogOptions Options { get; } = new() { Queues = 1, FlushInterval = FlushInterval };

    public override IDurableLog Log => _clocked;

    public IDatabase Redis => _connection.GetDatabase();

    public QueueKeys Keys => new(_prefix, 0);

    public override void EndAfter(int operations) => ((ClockedLog)_clocked).EndsAfter = operations;

    public override Task KillAndReopenAsync() => KillAndReopenAsync(() => { });

    /// <summary>While Redis is down, something happens to it.</summary>
    public async Task KillAndReopenAsync(Action meanwhile)
    {
        // Redis first: what is under way then has no answer.
        if (_killsRedis) _redis.Kill();
        meanwhile();
        await _connection.CloseAsync(allowCommandsToComplete: false);
        await _log.DisposeAsync();
        if (_killsRedis) _redis.Start();
        Open();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _connection.DisposeAsync();
    }

    [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(_connection), nameof(_log), nameof(_clocked))]
    private void Open()
    {
        _connection = _redis.Connect();
        _log = RedisDurableLog.Open(new(_connection, isShared: true), _prefix, Options, _scripts, Time, NullLogger<RedisDurableLog>.Instance);
        _clocked = ClockedLog.Of(_log, _connection, Keys.Tag + ":clock", Time);
        ((ClockedLog)_clocked).Tick();
        _log.StartAsync(CancellationToken.None).GetAwaiter().GetResult();
    }
}
