using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>
/// The durable log in Redis 7 or Valkey. Any number of processes may use one log at once. What it promises is what Redis is set to: see the
/// warnings of <see cref="StartAsync"/>.
/// </summary>
public sealed partial class RedisDurableLog : IDurableLog
{
    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly RedisLogConnection _connection;
    private readonly RedisLogOptions _options;
    private readonly string _prefix;
    private readonly ILogger _logger;
    private readonly LogFaults _faults;
    private readonly WriteConfirmation _confirmation;
    private readonly RedisQueue[] _queues;
    private readonly LogScripts _scripts;
    private readonly ITimer _looking;
    private int _isLooking;
    private volatile bool _ripe;
    private volatile string[] _risks = [];

    private RedisDurableLog(RedisLogConnection connection, string prefix, RedisLogOptions options, int queues, LogScripts scripts, TimeProvider time, ILogger<RedisDurableLog> logger)
    {
        (_connection, _prefix, _options, _scripts, _logger) = (connection, prefix, options, scripts, logger);
        var redis = connection.Multiplexer.GetDatabase();
        _faults = new(prefix, time, logger);
        _confirmation = new(connection.Multiplexer, options);
        _queues = [.. Enumerable.Range(0, queues).Select(queue => new RedisQueue(queue, new QueueKeys(prefix, queue), redis, scripts, _confirmation, _faults, options, queues))];
        _looking = time.CreateTimer(_ => _ = LookAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks how many queues the log has, when <see cref="RedisLogOptions.Queues"/> does not say it; <see cref="StartAsync"/> looks at the rest.</summary>
    internal static RedisDurableLog Open(RedisLogConnection connection, string prefix, RedisLogOptions options, LogScripts scripts, TimeProvider time, ILogger<RedisDurableLog> logger)
    {
        var queues = options.Queues ?? LogFormat.QueuesOf(connection.Multiplexer.GetDatabase(), prefix) ?? RedisLogOptions.QueuesOfNewLog;
        if (options.Queues is null && RedisLogOptionsValidator.MaxBytesFault(options, queues) is { } fault) throw new OrleansConfigurationException($"The event log '{prefix}': {fault}");
        return new(connection, prefix, options, queues, scripts, time, logger);
    }

    /// <inheritdoc />
    public int QueueCount => _queues.Length;

    /// <inheritdoc />
    public LogStatus Status
    {
        get
        {
            var states = _queues.Select(queue => queue.State).ToArray();
            var oldest = states.Where(state => state.Oldest > 0).Select(state => state.Oldest).DefaultIfEmpty().Min();
            var dead = states.Sum(state => state.DeadLetters);
            return new(
                states.Sum(state => state.UsedBytes),
                _options.MaxBytes,
                oldest == 0 ? null : LogPosition.TimeOf(LogPosition.Of((ulong)oldest, 0)),
                _faults.Current ?? _queues.Select(queue => queue.Full).FirstOrDefault(full => full is not null))
            {
                DeadLetters = dead == 0 ? null : new((int)dead, $"Redis: {{{_prefix}/<queue>}}:dead", states.First(state => state.DeadLetters > 0).DeadLetterReason),
                Risks = _risks,
            };
        }
    }

    /// <summary>Makes sure that Redis is there and holds this log or none, says what its settings put at risk, and keeps <see cref="Status"/> fresh from then on.</summary>
    /// <exception cref="LogUnavailableException">Redis can't be reached, is too old or evicts keys, or holds a log of another format or number of queues.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var risks = await _faults.TranslateAsync(async () =>
        {
            var settings = await RedisSettings.ReadAsync(_connection.Multiplexer, _scripts.Info, _queues.Select(queue => queue.Key));
            settings.RequireUsable(_prefix);
            _confirmation.SyncClaims = settings.CanWaitForDisk;
            await LogFormat.RequireAsync(_connection.Multiplexer.GetDatabase(), _prefix, _queues.Length);
            return settings.Risks(_options.MinReplicas).ToArray();
        }).WaitAsync(cancellationToken);
        _risks = risks;
        foreach (var risk in risks) Log.Risk(_logger, _prefix, risk);
        await Task.WhenAll(_queues.Select(queue => queue.RefreshAsync())).WaitAsync(cancellationToken);
        _looking.Change(_lookAgainAfter, _lookAgainAfter);
    }

    /// <inheritdoc />
    public async ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(int queue, SnapshotKey key, CancellationToken cancellationToken) =>
        await _queues[queue].ReadSnapshotAsync(key).WaitAsync(cancellationToken);

    /// <inheritdoc />
    /// <remarks>
    /// Cancellation is ignored: the outcome must be known. If it is not (<see cref="ChunkOutcome.Unknown"/>), the append may still take place, until
    /// <see cref="LogChunk.MaxAge"/>: who appends again has read the snapshot again, and one of the two is refused as stale.
    /// </remarks>
    public ValueTask AppendAsync(int queue, AppendBatch batch, CancellationToken cancellationToken) => new(_queues[queue].AppendAsync(batch));

    /// <inheritdoc />
    public async ValueTask<FlushGroup?> ClaimGroupAsync(int queue, CancellationToken cancellationToken) => await _queues[queue].ClaimAsync(_ripe).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<FlushGroupContents?> ReadGroupAsync(FlushGroup group, CancellationToken cancellationToken) => await _queues[group.Queue].ReadAsync(group).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<bool> IsPendingAsync(FlushGroup group, CancellationToken cancellationToken) => await _queues[group.Queue].IsPendingAsync(group).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask CommitAsync(FlushGroup group, CancellationToken cancellationToken) => await _queues[group.Queue].CommitAsync(group).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask SetAsideAsync(FlushGroup group, string reason, CancellationToken cancellationToken) => await _queues[group.Queue].SetAsideAsync(group, reason).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<DeadLetter?> FindDeadLetterAsync(ulong position, CancellationToken cancellationToken)
    {
        var queue = LogPosition.QueueOf(position);
        return queue < _queues.Length ? await _queues[queue].FindDeadLetterAsync(position).WaitAsync(cancellationToken) : null;
    }

    /// <inheritdoc />
    public async ValueTask<ulong> LowestUnwrittenAsync(int queue, CancellationToken cancellationToken) => await _queues[queue].LowestUnwrittenAsync().WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask TablesVerifiedAsync(int queue, ulong lowestUnwritten, CancellationToken cancellationToken) =>
        await _queues[queue].TablesVerifiedAsync(lowestUnwritten).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<LogExtent> ExtentAsync(int queue, CancellationToken cancellationToken) => await _queues[queue].ExtentAsync().WaitAsync(cancellationToken);

    /// <inheritdoc />
    /// <remarks>For this process' claims: others that share the log go on as they were.</remarks>
    public ValueTask RipenAsync(int queue, CancellationToken cancellationToken)
    {
        _ripe = true;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _looking.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>Others append and commit too, and a Redis that heals must be noticed while no event arrives.</summary>
    private async Task LookAsync()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1) return;
        try
        {
            foreach (var queue in _queues)
            {
                await queue.ProbeAsync();
                await queue.RefreshAsync();
            }

            // A Redis that came back empty does not know it any more, and the next to start would take another number. After the probes: that this succeeds does not say that appends do.
            await _faults.WatchAsync(async () =>
            {
                await LogFormat.RequireAsync(_connection.Multiplexer.GetDatabase(), _prefix, _queues.Length);
                return true;
            });
        }
        catch (LogUnavailableException)
        {
            // Said, and kept as the status' fault, by whoever watches the probe.
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Event log '{Log}': {Risk}")]
        public static partial void Risk(ILogger logger, string log, string risk);
    }
}
