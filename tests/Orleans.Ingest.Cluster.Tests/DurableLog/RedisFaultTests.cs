using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using StackExchange.Redis;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.DurableLog.RedisLogs;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Redis stops answering, runs out of memory, ends: events are refused, nothing acknowledged is lost, and it heals by itself.</summary>
public sealed class RedisFaultTests
{
    private const string Impatient = ",asyncTimeout=300";
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_Redis_that_does_not_answer_is_said_and_an_append_that_it_takes_later_refuses_the_one_that_followed()
    {
        using var redis = new RedisProcess();
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync(Impatient);
        await AppendAsync(log, Chunk(key: 1, version: 10));
        redis.Pause();
        var lost = Chunk(key: 1, version: 11, buildsOn: 10);
        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync(log, lost));
        Assert.Equal(ChunkOutcome.Unknown, lost.Outcome);
        Assert.NotNull(log.Status.Fault);
        redis.Continue();

        // It was in Redis' hands all the time: its answer was lost, not the append.
        await Until.TrueAsync(() => SnapshotOrNull(log, 1) == "snapshot of 1 v11", () => "The append did not take place.");
        Assert.Equal(ChunkOutcome.Stale, await AppendAsync(log, Chunk(key: 1, version: 12, buildsOn: 10)));
        await Until.TrueAsync(() => log.Status.Fault is null, () => log.Status.Fault!);
        Assert.Equal(["rows of 1 v10", "rows of 1 v11"], await PayloadsAsync(log, await ClaimAsync(log)));
    }

    [Fact]
    public async Task An_append_of_the_past_that_arrives_after_the_session_went_on_leaves_no_row()
    {
        using var redis = new RedisProcess();
        await using var logs = new RedisLogs(redis);
        var (stalled, other) = (await logs.OpenAsync(), await logs.OpenAsync());
        await AppendAsync(stalled, Chunk(key: 1, version: 10));
        var late = Chunk(key: 1, version: 11, buildsOn: 10);
        Assert.Equal(ChunkOutcome.Appended, await AppendAsync(other, Chunk(key: 1, version: 12, buildsOn: 10)));
        Assert.Equal(ChunkOutcome.Stale, await AppendAsync(stalled, late));
        Assert.Equal(["rows of 1 v10", "rows of 1 v12"], await PayloadsAsync(other, await ClaimAsync(other)));
    }

    [Fact]
    public async Task A_Redis_that_is_gone_is_said_and_when_it_is_back_everything_acknowledged_is_there()
    {
        using var redis = new RedisProcess();
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync(Impatient);
        await AppendAsync(log, Chunk(key: 1, version: 10));
        var group = await ClaimAsync(log);
        redis.Kill();
        await Assert.ThrowsAsync<LogUnavailableException>(() => AppendAsync(log, Chunk(key: 2, version: 20)));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.ClaimGroupAsync(0, _none));
        await Assert.ThrowsAsync<LogUnavailableException>(async () => await log.ReadSnapshotAsync(0, new(1, 1), _none));
        Assert.NotNull(log.Status.Fault);
        redis.Start();
        await Until.TrueAsync(() => log.Status.Fault is null, () => log.Status.Fault!);
        Assert.Equal(group, await ClaimAsync(log));
        Assert.Equal(["rows of 1 v10"], await PayloadsAsync(log, group));
        Assert.Equal("snapshot of 1 v10", await SnapshotAsync(log, 1));
        Assert.Equal(ChunkOutcome.Appended, await AppendAsync(log, Chunk(key: 1, version: 11, buildsOn: 10)));
    }

    [Fact]
    public async Task At_maxmemory_appends_are_refused_whole_and_groups_still_leave()
    {
        using var redis = new RedisProcess("--appendonly", "yes", "--appendfsync", "always", "--maxmemory", "16mb", "--maxmemory-policy", "noeviction");
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        List<string> acknowledged = [];
        var full = await Assert.ThrowsAsync<LogFullException>(async () =>
        {
            for (var key = 1UL; ; key++)
            {
                var chunk = Chunk(key, version: 1, payload: $"{key} {new string('x', 100_000)}");
                await AppendAsync(log, chunk);
                acknowledged.Add(Orleans.Ingest.DurableLog.Contract.Chunks.Text(chunk.Payload));
            }
        });
        Assert.Contains("maxmemory", full.Message, StringComparison.Ordinal);
        Assert.Null(await SnapshotAsync(log, (ulong)acknowledged.Count + 1));
        List<string> written = [];
        while (written.Count < acknowledged.Count)
        {
            var group = await ClaimAsync(log);
            written.AddRange(await PayloadsAsync(log, group));
            if (written.Count == acknowledged.Count) await log.SetAsideAsync(group, "room for it too", _none);
            else await log.CommitAsync(group, _none);
        }

        Assert.Equal(acknowledged, written);
        await logs.Redis().KeyDeleteAsync(logs.Keys.DeadLetters);
        // Redis frees what a client deletes in a thread of its own: there is room a moment later, and the log must find it by itself.
        await Until.TrueAsync(
            async () => await OutcomeOrNullAsync(log, Chunk(key: 1_000_000, version: 1)) is ChunkOutcome.Appended && log.Status.Fault is null,
            TimeSpan.FromMinutes(1),
            () => $"Redis has room, and the log does not use it: {log.Status.Fault}");
    }

    [Fact]
    public async Task A_fault_that_goes_on_is_not_said_to_be_over_at_each_look()
    {
        using var redis = new RedisProcess();
        await using var logs = new RedisLogs(redis);
        var said = new SaidLines();
        var log = await logs.OpenAsync(logger: said);
        var admin = logs.Redis();
        await admin.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
        await Until.TrueAsync(() => log.Status.Fault is not null, () => "The fault is not noticed.");
        await admin.ExecuteAsync("CONFIG", "RESETSTAT");
        await Until.TrueAsync(() => Refused(admin) >= 3, () => "It is not looked at again.");
        Assert.DoesNotContain(said.Lines, line => line.Contains("again", StringComparison.Ordinal));

        await admin.ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await Until.TrueAsync(() => log.Status.Fault is null, () => log.Status.Fault!);
        Assert.Single(said.Lines, line => line.Contains("takes appends again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Redis_that_evicts_is_refused_at_start()
    {
        using var redis = new RedisProcess("--appendonly", "yes", "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await using var logs = new RedisLogs(redis);
        Assert.Contains("noeviction", (await Assert.ThrowsAsync<LogUnavailableException>(() => logs.OpenAsync())).Message, StringComparison.Ordinal);
    }

    private static async Task<ChunkOutcome?> OutcomeOrNullAsync(IDurableLog log, LogChunk chunk)
    {
        try
        {
            return await AppendAsync(log, chunk);
        }
        catch (LogFullException)
        {
            return null;
        }
    }

    private static string? SnapshotOrNull(IDurableLog log, ulong key)
    {
        try
        {
            return SnapshotAsync(log, key).GetAwaiter().GetResult();
        }
        catch (LogUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Scripts that Redis has refused, for want of memory.</summary>
    private static int Refused(IDatabase redis) => Regex.Matches((string)redis.Execute("INFO", "errorstats")!, "errorstat_OOM:count=([0-9]+)").Sum(count => int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture));
}
