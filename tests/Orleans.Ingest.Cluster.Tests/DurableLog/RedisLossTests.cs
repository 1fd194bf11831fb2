using FsCheck.Xunit;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Redis is killed, or comes back without its end or with nothing at all.</summary>
public sealed class RedisLossTests(RedisProcess redis) : IClassFixture<RedisProcess>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Property(MaxTest = 12)]
    public Task Every_acknowledged_row_comes_out_once_also_when_Redis_is_killed_again_and_again(byte[] script) =>
        DurableLogContract.RunScriptAsync(new LogInRedis(redis, killsRedis: true), script);

    [Fact]
    public async Task Appends_claims_and_commits_at_once_lose_and_double_nothing_when_Redis_is_killed_in_the_middle()
    {
        await using var log = new LogInRedis(redis, killsRedis: true);
        var traffic = new LogTraffic(log);
        for (var round = 0; round < 6; round++)
        {
            await log.Log.RipenAsync(0, _none);
            var appends = Enumerable.Range(0, 6).Select(key => Task.Run(() => AppendUntilRedisEndsAsync(traffic, (ulong)key), _none));
            var writes = Task.Run(() => WriteUntilRedisEndsAsync(traffic), _none);
            var acknowledged = traffic.Acknowledged.Count;
            var ended = Task.WhenAll(appends.Append(writes).ToArray());
            await Until.TrueAsync(() => traffic.Acknowledged.Count > acknowledged + 30, () => "Nothing is appended.");
            await log.KillAndReopenAsync();
            await ended;
        }

        await traffic.WriteAllAsync();
        await traffic.CheckAsync();
    }

    [Fact]
    public async Task A_group_that_Redis_forgot_after_it_was_inserted_is_not_mixed_with_what_comes()
    {
        await using var log = new LogInRedis(redis, killsRedis: true);
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var before = redis.CopyOfDisk();
        await log.AppendAsync(Chunk(key: 2, version: 20));
        var inserted = await log.RipeGroupAsync();
        await LoseSinceAsync(log, before);

        // The first append is there still, and in ClickHouse too, as part of a group that nobody remembers.
        log.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 3, version: 30, born: log.Time.GetUtcNow())));
        var survivor = await log.RipeGroupAsync();
        Assert.Equal(["rows of 1 v10"], await log.PayloadsOfAsync(survivor));
        Assert.InRange(inserted.Last, survivor.First, await log.Log.LowestUnwrittenAsync(0, _none) - 1);
        await log.Log.CommitAsync(survivor, _none);
        var next = await log.RipeGroupAsync();
        Assert.Equal(["rows of 3 v30"], await log.PayloadsOfAsync(next));
        Assert.True(next.First > inserted.Last);
    }

    [Fact]
    public async Task Tables_are_looked_at_again_after_Redis_may_have_lost_something()
    {
        await using var log = new LogInRedis(redis, killsRedis: true);
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var first = await log.RipeGroupAsync();
        await log.Log.TablesVerifiedAsync(0, await log.Log.LowestUnwrittenAsync(0, _none), _none);
        await log.Log.CommitAsync(first, _none);
        await log.KillAndReopenAsync();
        var chunk = Chunk(key: 2, version: 20, born: log.Time.GetUtcNow());
        await log.AppendAsync(chunk);
        var second = await log.RipeGroupAsync();
        Assert.False((await log.Log.ReadGroupAsync(second, _none))!.TablesVerified);
        // Not above the pending group: were its positions in the tables, they would be another's.
        Assert.InRange(await log.Log.LowestUnwrittenAsync(0, _none), first.Last + 1, chunk.FirstPosition);
    }

    [Fact]
    public async Task From_an_empty_Redis_positions_go_on_above_those_in_the_tables()
    {
        await using var log = new LogInRedis(redis, killsRedis: true);
        var chunk = Chunk(key: 1, version: 10, events: 5);
        await log.AppendAsync(chunk);
        await log.Redis.KeyDeleteAsync([.. log.Keys.All]);
        log.Time.Advance(TimeSpan.FromSeconds(1));
        var next = Chunk(key: 1, version: 11, born: log.Time.GetUtcNow());
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(next));
        Assert.True(next.FirstPosition > chunk.FirstPosition + (4 * LogPosition.Step));
        Assert.InRange(await log.Log.LowestUnwrittenAsync(0, _none), chunk.FirstPosition + (5 * LogPosition.Step), next.FirstPosition);
    }

    private async Task LoseSinceAsync(LogInRedis log, string disk) => await log.KillAndReopenAsync(() => redis.RestoreDisk(disk));

    private static async Task AppendUntilRedisEndsAsync(LogTraffic traffic, ulong key)
    {
        try
        {
            while (await traffic.AppendAsync(key) == ChunkOutcome.Appended)
            {
            }
        }
        catch (IOException)
        {
            // Ended.
        }
    }

    private static async Task WriteUntilRedisEndsAsync(LogTraffic traffic)
    {
        try
        {
            while (true)
            {
                if (!await traffic.WriteGroupAsync()) await Task.Yield();
            }
        }
        catch (IOException)
        {
            // Ended.
        }
    }
}
