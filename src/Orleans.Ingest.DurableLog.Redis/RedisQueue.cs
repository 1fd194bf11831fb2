using System.Globalization;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>
/// One queue of the log in Redis: a stream of entries, the bounds of its segments, and hashes of snapshots. Every step that must not be seen
/// half done is one script; nothing here remembers anything that Redis does not.
/// </summary>
internal sealed class RedisQueue(int queue, QueueKeys keys, IDatabase redis, LogScripts scripts, WriteConfirmation confirmation, LogFaults faults, RedisLogOptions options, int queues)
{
    private readonly RedisQueueTail _tail = new(keys, redis, scripts);
    private readonly Lock _gate = new();
    private QueueState _state = new(0, 0);
    private long _asked;
    private long _known;
    private volatile string? _full;

    /// <summary>One of its keys: where it is, the others are.</summary>
    public RedisKey Key => keys.Meta;

    /// <summary>How the queue stood at the last answer.</summary>
    public QueueState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Why an append was refused for want of room; null when there is some.</summary>
    public string? Full => _full;

    private long MaxBytes => options.MaxBytes / queues;

    /// <summary>See <see cref="IDurableLog.AppendAsync"/>.</summary>
    public async Task AppendAsync(AppendBatch batch)
    {
        var asked = Ask();
        var answer = await faults.WatchAsync(() => confirmation.OnReplicasAsync(keys.Meta, () => _tail.AppendAsync(AppendMessage.Encode(batch, MaxBytes, options.GroupBytes))));
        if ((string?)answer[0] == "FULL")
        {
            _full = $"The event log '{keys.Tag}' holds {(long)answer[1]} of {MaxBytes} bytes. Events are refused until ClickHouse takes inserts again; see MaxBytes.";
            throw new LogFullException(_full);
        }

        Learn(asked, answer.AsSpan(1));
        AppendMessage.Decode(answer, batch, queue);
    }

    /// <summary>See <see cref="IDurableLog.ReadSnapshotAsync"/>.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadSnapshotAsync(SnapshotKey key)
    {
        var snapshot = await faults.TranslateAsync(() => confirmation.OnReplicasAsync(keys.Meta, async () =>
        {
            var found = await scripts.Snapshot.RunAsync(redis, keys.Snapshots, AppendMessage.FieldOf(key));
            // The append that wrote it may still wait for its replicas, or have given up: what is answered from it must be as safe.
            if (options.MinReplicas > 0) await redis.StringSetAsync(keys.Barrier, 1, flags: CommandFlags.DemandMaster);
            return found;
        }));
        if (snapshot.IsNull) return null;
        return (byte[])snapshot!;
    }

    /// <summary>See <see cref="IDurableLog.ClaimGroupAsync"/>.</summary>
    public async Task<FlushGroup?> ClaimAsync(bool ripe)
    {
        var asked = Ask();
        var answer = await faults.TranslateAsync(() => confirmation.OnDiskAsync(keys.Meta, async () => (RedisResult[])(await scripts.Claim.RunAsync(
            redis, keys.Segments, (long)options.FlushInterval.TotalMicroseconds, ripe ? 1 : 0))!));
        Learn(asked, answer);
        return answer.Length > 2 ? new(queue, LogPosition.Of((ulong)(long)answer[2], queue), LogPosition.Of((ulong)(long)answer[3], queue)) : null;
    }

    /// <summary>See <see cref="IDurableLog.IsPendingAsync"/>.</summary>
    public async Task<bool> IsPendingAsync(FlushGroup group) =>
        IsPending(await faults.TranslateAsync(() => redis.HashGetAsync(keys.Meta, "pending", CommandFlags.DemandMaster)), group);

    /// <summary>See <see cref="IDurableLog.ReadGroupAsync"/>.</summary>
    public async Task<FlushGroupContents?> ReadAsync(FlushGroup group) => await faults.TranslateAsync<FlushGroupContents?>(async () =>
    {
        // In this order: a group that is pending still was whole a moment before.
        var reading = redis.StreamRangeAsync(keys.Stream, N(group.First), N(group.Last), flags: CommandFlags.DemandMaster);
        var state = await redis.HashGetAsync(keys.Meta, ["pending", "verified"], CommandFlags.DemandMaster);
        var entries = await reading;
        return IsPending(state[0], group) ? Contents(entries) with { TablesVerified = state[1] == 1 } : null;
    });

    /// <summary>See <see cref="IDurableLog.CommitAsync"/>.</summary>
    public async Task CommitAsync(FlushGroup group)
    {
        var asked = Ask();
        Learn(asked, (RedisResult[])(await faults.TranslateAsync(() => scripts.Commit.RunAsync(redis, keys.Segments, N(group.First), N(group.Last))))!);
        _full = null;
    }

    /// <summary>See <see cref="IDurableLog.SetAsideAsync"/>.</summary>
    public async Task SetAsideAsync(FlushGroup group, string reason)
    {
        await faults.TranslateAsync(() => confirmation.OnDiskAsync(keys.Meta, () => scripts.SetAside.RunAsync(redis, keys.SetAside, N(group.First), N(group.Last), reason)));
        await RefreshAsync();
    }

    /// <summary>See <see cref="IDurableLog.FindDeadLetterAsync"/>.</summary>
    public async Task<DeadLetter?> FindDeadLetterAsync(ulong position)
    {
        var n = N(position);
        foreach (var (name, reason) in (await faults.TranslateAsync(() => redis.HashGetAllAsync(keys.DeadReasons))).Select(entry => ((string)entry.Name!, entry.Value)))
        {
            var dash = name.IndexOf('-', StringComparison.Ordinal);
            // Beside the groups there is "newest".
            if (dash > 0 && long.Parse(name.AsSpan(0, dash), CultureInfo.InvariantCulture) <= n && n <= long.Parse(name.AsSpan(dash + 1), CultureInfo.InvariantCulture))
                return new((string?)reason ?? "", IsDamaged: false);
        }

        return null;
    }

    /// <summary>See <see cref="IDurableLog.LowestUnwrittenAsync"/>.</summary>
    public async Task<ulong> LowestUnwrittenAsync() => LogPosition.Of((ulong)await RefreshAsync() + 1, queue);

    /// <summary>See <see cref="IDurableLog.TablesVerifiedAsync"/>.</summary>
    public Task TablesVerifiedAsync(ulong lowestUnwritten) => faults.TranslateAsync(() => confirmation.OnDiskAsync(
        keys.Meta, () => scripts.Verified.RunAsync(redis, keys.Segments, N(lowestUnwritten - LogPosition.Step))));

    /// <summary>See <see cref="IDurableLog.ExtentAsync"/>.</summary>
    public async Task<LogExtent> ExtentAsync()
    {
        var answer = (RedisResult[])(await faults.TranslateAsync(() => scripts.Extent.RunAsync(redis, keys.Segments)))!;
        return new(LogPosition.Of((ulong)(long)answer[0], queue), LogPosition.Of((ulong)(long)answer[1], queue));
    }

    /// <summary>Asks how the queue stands; answers the highest n that may be in ClickHouse.</summary>
    public async Task<long> RefreshAsync()
    {
        var asked = Ask();
        var answer = (RedisResult[])(await faults.TranslateAsync(() => scripts.Status.RunAsync(redis, keys.Status)))!;
        _tail.Follow((string?)answer[4] ?? "");
        Learn(asked, answer, (state) => state with { DeadLetters = (long)answer[2], DeadLetterReason = (string?)answer[3] ?? "" });
        return (long)answer[5];
    }

    /// <summary>Asks whether an append would be taken, as far as Redis is concerned.</summary>
    public Task ProbeAsync() => faults.WatchAsync(() => scripts.Probe.RunAsync(redis, keys.Segments));

    private long Ask() => Interlocked.Increment(ref _asked);

    /// <summary>Answers may overtake each other: that to the latest question counts.</summary>
    private void Learn(long asked, ReadOnlySpan<RedisResult> answer, Func<QueueState, QueueState>? more = null)
    {
        lock (_gate)
        {
            if (asked < _known) return;
            _known = asked;
            _state = _state with { UsedBytes = (long)answer[0], Oldest = (long)answer[1] };
            if (more is not null) _state = more(_state);
        }

        if ((long)answer[0] == 0) _full = null;
    }

    private static bool IsPending(RedisValue stored, FlushGroup group) =>
        ((string?)stored)?.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{N(group.First)} {N(group.Last)} "), StringComparison.Ordinal) is true;

    private FlushGroupContents Contents(StreamEntry[] entries)
    {
        var (chunks, counters) = (new List<LoggedChunk>(), new List<ReadOnlyMemory<byte>>());
        var schema = 0;
        foreach (var entry in entries)
        {
            foreach (var field in entry.Values)
            {
                var (name, value) = (field.Name, field.Value);
                if (name == "schema") schema = value.TryParse(out int known) ? known : 0;
                else if (name == "counters") counters.Add((ReadOnlyMemory<byte>)value);
                else if (!name.TryParse(out long n) || n < 0) chunks.Add(Unreadable);
                else if (value.Length() > 0) chunks.Add(new(LogPosition.Of((ulong)n, queue), (ReadOnlyMemory<byte>)value));
            }
        }

        return new((ushort)schema, chunks, counters);
    }

    // No rows can be read of it, so that the group is set aside like one that ClickHouse refuses, instead of being in the queue's way for ever.
    private static LoggedChunk Unreadable => new(0, ReadOnlyMemory<byte>.Empty);

    private static long N(ulong position) => (long)(position / LogPosition.Step);
}
