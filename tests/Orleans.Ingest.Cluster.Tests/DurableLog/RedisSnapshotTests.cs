using Orleans.Ingest.DurableLog;
using Xunit;
using static Orleans.Ingest.DurableLog.Contract.Chunks;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>Snapshots lie in hashes by the half hour, which expire as a whole.</summary>
public sealed class RedisSnapshotTests(RedisProcess redis) : IClassFixture<RedisProcess>
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task A_half_hour_expires_35_minutes_after_it_has_closed()
    {
        await using var log = new LogInRedis(redis);
        log.Time.Advance(TimeSpan.FromMinutes(10));
        await log.AppendAsync(Chunk(key: 1, version: 10, born: log.Time.GetUtcNow()));
        var hash = Assert.Single(log.Keys.Snapshots.Skip(3), key => log.Redis.KeyExists(key));
        // 20 minutes of the half hour are left; the bound below leaves a slow machine a minute.
        Assert.InRange(log.Redis.KeyTimeToLive(hash)!.Value, TimeSpan.FromMinutes(54), TimeSpan.FromMinutes(55));
    }

    [Fact]
    public async Task A_session_that_goes_on_over_many_half_hours_is_found_in_each()
    {
        await using var log = new LogInRedis(redis);
        for (var version = 1UL; version <= 12; version++)
        {
            Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 1, version, buildsOn: version - 1, born: log.Time.GetUtcNow())));
            log.Time.Advance(TimeSpan.FromMinutes(29));
            Assert.Equal($"snapshot of 1 v{version}", await log.SnapshotAsync(1));
        }
    }

    [Fact]
    public async Task The_half_hour_never_goes_back_with_the_clock()
    {
        await using var log = new LogInRedis(redis);
        await log.AppendAsync(Chunk(key: 1, version: 10));
        log.Time.AdjustTime(log.Time.GetUtcNow().AddMinutes(-40));
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 1, version: 11, buildsOn: 10)));
        Assert.Equal("snapshot of 1 v11", await log.SnapshotAsync(1));
        log.Time.AdjustTime(log.Time.GetUtcNow().AddMinutes(41));
        Assert.Equal("snapshot of 1 v11", await log.SnapshotAsync(1));
    }

    [Fact]
    public async Task After_a_quiet_night_the_hash_of_an_old_half_hour_is_not_taken_for_a_new_one()
    {
        await using var log = new LogInRedis(redis);
        await log.AppendAsync(Chunk(key: 1, version: 10));
        await log.Log.CommitAsync(await log.RipeGroupAsync(), _none);
        // Two hours on, the half hour has the same place.
        log.Time.Advance(TimeSpan.FromHours(2));
        Assert.Null(await log.SnapshotAsync(1));
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 2, version: 20, born: log.Time.GetUtcNow())));
        Assert.Null(await log.SnapshotAsync(1));
        Assert.Equal(ChunkOutcome.Appended, await log.AppendAsync(Chunk(key: 1, version: 11, born: log.Time.GetUtcNow())));
    }

    [Fact]
    public async Task An_append_that_stalled_until_its_snapshot_has_expired_is_refused()
    {
        await using var log = new LogInRedis(redis);
        await log.AppendAsync(Chunk(key: 1, version: 10));
        var stalled = Chunk(key: 1, version: 11, born: log.Time.GetUtcNow());
        log.Time.Advance(TimeSpan.FromMinutes(80));
        Assert.Equal(ChunkOutcome.Late, await log.AppendAsync(stalled));
    }
}
