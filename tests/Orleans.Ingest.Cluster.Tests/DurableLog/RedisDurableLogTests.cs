using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Redis;
using Orleans.Ingest.DurableLog.Contract;
using StackExchange.Redis;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.DurableLog.RedisLogs;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>What the log in Redis does beyond the contract, or in its own way.</summary>
public sealed class RedisDurableLogTests(RedisProcess redis) : IClassFixture<RedisProcess>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Two_agents_of_one_queue_get_the_same_group_at_once()
    {
        await using var logs = new RedisLogs(redis);
        var (one, other) = (await logs.OpenAsync(), await logs.OpenAsync());
        await AppendAsync(one, Chunk(key: 1, version: 10));
        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var log = i % 2 == 0 ? one : other;
            if (i == 20) await AppendAsync(one, Chunk(key: 2, version: 20));
            return await ClaimAsync(log);
        }));
        Assert.Single(claims.Distinct());
    }

    [Fact]
    public async Task A_second_agents_commit_after_the_firsts_changes_nothing()
    {
        await using var logs = new RedisLogs(redis);
        var (one, other) = (await logs.OpenAsync(), await logs.OpenAsync());
        await AppendAsync(one, Chunk(key: 1, version: 10));
        var group = await ClaimAsync(one);
        Assert.Equal(group, await ClaimAsync(other));
        await one.CommitAsync(group, _none);
        await AppendAsync(one, Chunk(key: 2, version: 20));
        var next = await ClaimAsync(one);
        await other.CommitAsync(group, _none);
        await other.SetAsideAsync(group, "too late", _none);
        Assert.Null(await other.ReadGroupAsync(group, _none));
        Assert.True(await other.IsPendingAsync(next, _none));
        Assert.Equal(["rows of 2 v20"], await PayloadsAsync(other, next));
        Assert.Null(other.Status.DeadLetters);
    }

    [Fact]
    public async Task Two_silos_that_append_to_one_session_cannot_both_succeed()
    {
        await using var logs = new RedisLogs(redis);
        var (one, other) = (await logs.OpenAsync(), await logs.OpenAsync());
        await AppendAsync(one, Chunk(key: 1, version: 10));
        var outcomes = await Task.WhenAll(AppendAsync(one, Chunk(key: 1, version: 11, buildsOn: 10)), AppendAsync(other, Chunk(key: 1, version: 12, buildsOn: 10)));
        Assert.Equal([ChunkOutcome.Appended, ChunkOutcome.Stale], outcomes.Order());
    }

    [Fact]
    public async Task Positions_go_by_the_clock_of_Redis()
    {
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        var server = logs.Redis().Multiplexer.GetServers()[0];
        var before = await server.TimeAsync();
        var chunk = Chunk(key: 1, version: 10);
        await AppendAsync(log, chunk);
        Assert.InRange(LogPosition.TimeOf(chunk.FirstPosition).UtcDateTime, before.AddSeconds(-1), (await server.TimeAsync()).AddSeconds(1));
    }

    [Fact]
    public async Task A_position_is_above_all_given_before_also_while_the_clock_is_behind_them()
    {
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        await AppendAsync(log, Chunk(key: 1, version: 10));
        var ahead = ((ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() * 10) & ~255UL;
        await logs.Redis().HashSetAsync(logs.Keys.Meta, "last", (long)ahead);
        var chunk = Chunk(key: 2, version: 20);
        await AppendAsync(log, chunk);
        Assert.Equal(LogPosition.Of(ahead + 1, 0), chunk.FirstPosition);
    }

    [Fact]
    public async Task Flushed_scripts_are_taught_again_and_what_was_there_stays_a_group_of_its_own()
    {
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        await AppendAsync(log, Chunk(key: 1, version: 10));
        await logs.Redis().ExecuteAsync("SCRIPT", "FLUSH");
        await AppendAsync(log, Chunk(key: 2, version: 20));
        var group = await ClaimAsync(log);
        Assert.Equal(["rows of 1 v10"], await PayloadsAsync(log, group));
        await log.CommitAsync(group, _none);
        Assert.Equal(["rows of 2 v20"], await PayloadsAsync(log, await ClaimAsync(log)));
    }

    [Fact]
    public async Task Many_who_find_the_scripts_gone_at_once_all_append()
    {
        await using var logs = new RedisLogs(redis);
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => logs.OpenAsync()));
        for (var round = 0UL; round < 5; round++)
        {
            await logs.Redis().ExecuteAsync("SCRIPT", "FLUSH");
            var outcomes = await Task.WhenAll(all.Select((log, i) => AppendAsync(log, Chunk((round * 8) + (ulong)i, version: 1))));
            Assert.All(outcomes, outcome => Assert.Equal(ChunkOutcome.Appended, outcome));
        }
    }

    [Fact]
    public async Task A_batch_of_many_thousand_sessions_is_one_append()
    {
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        LogChunk[] chunks = [.. Enumerable.Range(1, 9000).Select(key => Chunk((ulong)key, version: 1))];
        await log.AppendAsync(0, new(1, chunks, [new byte[] { 7 }]), _none);
        var contents = (await log.ReadGroupAsync(await ClaimAsync(log), _none))!;
        Assert.Equal(chunks.Select(chunk => chunk.FirstPosition), contents.Chunks.Select(chunk => chunk.FirstPosition));
        Assert.Equal(chunks.Select(chunk => Chunks.Text(chunk.Payload)), contents.Chunks.Select(chunk => Chunks.Text(chunk.Payload)));
        Assert.Single(contents.Counters);
        Assert.Equal("snapshot of 8999 v1", await SnapshotAsync(log, 8999));
    }

    [Fact]
    public async Task A_group_is_closed_at_its_size()
    {
        await using var logs = new RedisLogs(redis) { Options = { GroupBytes = 64 << 10 } };
        var log = await logs.OpenAsync();
        for (var i = 1UL; i <= 3; i++) await AppendAsync(log, Chunk(key: i, version: 1, payload: new string('x', 40 << 10)));
        var group = await ClaimAsync(log);
        Assert.Equal(2, (await PayloadsAsync(log, group)).Length);
        await log.CommitAsync(group, _none);
        Assert.Single(await PayloadsAsync(log, await ClaimAsync(log)));
    }

    [Fact]
    public async Task At_its_budget_the_log_refuses_and_says_so_until_a_group_is_committed()
    {
        await using var logs = new RedisLogs(redis) { Options = { MaxBytes = 1000 } };
        var log = await logs.OpenAsync();
        await AppendAsync(log, Chunk(key: 1, version: 10, payload: new string('x', 600)));
        await Assert.ThrowsAsync<LogFullException>(() => AppendAsync(log, Chunk(key: 2, version: 20, payload: new string('y', 600))));
        Assert.Contains("Events are refused", log.Status.Fault, StringComparison.Ordinal);
        Assert.Null(await SnapshotAsync(log, 2));
        await log.CommitAsync(await ClaimAsync(log), _none);
        Assert.Null(log.Status.Fault);
        Assert.Equal(0, log.Status.UsedBytes);
        Assert.Equal(ChunkOutcome.Appended, await AppendAsync(log, Chunk(key: 2, version: 20, payload: new string('y', 600))));
    }

    [Theory]
    [InlineData("nonsense", "rows")]
    [InlineData("-1", "rows")]
    [InlineData("schema", "nonsense")]
    public async Task An_entry_that_no_version_wrote_is_rows_that_cannot_be_read_and_once_set_aside_the_queue_goes_on(string name, string value)
    {
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        await AppendAsync(log, Chunk(key: 1, version: 10));
        var entry = Assert.Single(await logs.Redis().StreamRangeAsync(logs.Keys.Stream));
        await logs.Redis().StreamAddAsync(logs.Keys.Stream, name, value, $"{entry.Id.ToString().Split('-')[0]}-7");
        var group = await ClaimAsync(log);
        var contents = await log.ReadGroupAsync(group, _none);
        Assert.True(contents!.SchemaVersion == 0 || contents.Chunks.Any(chunk => chunk.Payload.IsEmpty), "the writer must refuse it");
        await log.SetAsideAsync(group, "cannot be read", _none);
        await AppendAsync(log, Chunk(key: 2, version: 20));
        Assert.Equal(["rows of 2 v20"], await PayloadsAsync(log, await ClaimAsync(log)));
        Assert.Contains((await logs.Redis().StreamRangeAsync(logs.Keys.DeadLetters)).SelectMany(kept => kept.Values), field => field.Value == value);
    }

    [Fact]
    public async Task What_is_set_aside_is_kept_in_Redis_with_its_reason_and_every_silo_counts_it()
    {
        await using var logs = new RedisLogs(redis);
        var log = await logs.OpenAsync();
        await log.AppendAsync(0, new(1, [Chunk(key: 1, version: 10)], [new byte[] { 7 }]), _none);
        await log.SetAsideAsync(await ClaimAsync(log), "cannot be parsed", _none);
        var kept = Assert.Single(await logs.Redis().StreamRangeAsync(logs.Keys.DeadLetters));
        Assert.Contains(kept.Values, field => field.Value == "rows of 1 v10");
        Assert.Contains(kept.Values, field => field.Name == "counters");
        var other = await logs.OpenAsync();
        Assert.Equal((1, "cannot be parsed"), (other.Status.DeadLetters!.Count, other.Status.DeadLetters.Reason));
        Assert.Equal(0, await logs.Redis().StreamLengthAsync(logs.Keys.Stream));
    }

    [Fact]
    public async Task A_log_keeps_the_number_of_queues_that_it_was_made_with()
    {
        await using var logs = new RedisLogs(redis);
        logs.Options.Queues = null;
        Assert.Equal(RedisLogOptions.QueuesOfNewLog, (await logs.OpenAsync()).QueueCount);

        await using var older = new RedisLogs(redis);
        older.Options.Queues = 8;
        await older.OpenAsync();
        older.Options.Queues = null;
        Assert.Equal(8, (await older.OpenAsync()).QueueCount);

        // It is written again when Redis has lost it: the next to start is told the same.
        var stored = older.Redis();
        await stored.KeyDeleteAsync(older.Format);
        await Until.TrueAsync(() => stored.KeyExists(older.Format), () => "The format is not written again.");
        Assert.Equal(8, (await older.OpenAsync()).QueueCount);

        // Eight parts of it are too small for what fits into two.
        older.Options.MaxBytes = 4 * older.Options.GroupBytes;
        Assert.Contains("each of 8 queues", (await Assert.ThrowsAsync<OrleansConfigurationException>(() => older.OpenAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_number_of_queues_than_the_log_was_made_with_is_refused()
    {
        await using var logs = new RedisLogs(redis);
        await logs.OpenAsync();
        logs.Options.Queues = 2;
        Assert.Contains("set Queues to 1", (await Assert.ThrowsAsync<LogUnavailableException>(() => logs.OpenAsync())).Message, StringComparison.Ordinal);
    }
}
