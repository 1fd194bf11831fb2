using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Web.Events;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>The machine's clock is set while events come in: what docs/guarantees.md says of it, from the session's grain into ClickHouse.</summary>
public sealed class ClockJumpTests(ChdbServer server)
{
    private const string Stored = "SELECT concat(toString(count()), ' ', toString(uniqExact(ingest_position)), ' ', toString(uniqExact(session_id)), ' ', toString((SELECT sum(sign * events) FROM sessions_v2))) FROM events_v2";
    private const string Order = "SELECT arrayStringConcat(groupArray(pathname), ' ') FROM (SELECT pathname FROM events_v2 ORDER BY ingest_position)";

    private readonly SetClock _clock = new();

    [Fact]
    public async Task Ahead_by_a_day_live_sessions_end_and_what_was_on_its_way_is_refused_and_all_else_goes_on()
    {
        await using var silo = await StartAsync();
        var births = new Births(_clock);
        var salt = Assert.Single(await Salts(silo).GetAsync());
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, Pageview("/before", births)));
        var onItsWay = Pageview("/on-its-way", births);

        _clock.Jump(TimeSpan.FromDays(1));
        // It seems to be a day old, and nobody could tell any more whether it is a repetition.
        Assert.Equal(RecordStatus.Unavailable, await RecordAsync(silo, onItsWay));
        var after = Pageview("/after", births);
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, after));
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, after));
        var salts = await Salts(silo).GetAsync();
        Assert.Equal([salt.Day, salt.Day.AddDays(1)], salts.Select(one => one.Day));
        Assert.Equal(Hex(salt), Hex(salts[0]));

        await silo.DrainedAsync();
        Assert.Equal("2 2 2 2", Assert.Single(await silo.Database.LinesAsync(Stored)));
        Assert.Equal("/before /after", Assert.Single(await silo.Database.LinesAsync(Order)));
    }

    [Fact]
    public async Task Back_by_an_hour_what_waits_is_written_all_the_same_and_events_are_taken_and_told_from_repetitions()
    {
        await using var silo = await StartAsync();
        var births = new Births(_clock);
        var salts = await Salts(silo).GetAsync();
        var before = Pageview("/before", births);
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, before));

        // It waits for the flush interval now.
        _clock.Jump(TimeSpan.FromHours(-1));
        await silo.DrainedAsync();
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, before));
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, Pageview("/after", births)));
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, Pageview("/later", births)));
        // Grains that were not in memory: this visitor's, and before, the writer's.
        Assert.Equal(RecordStatus.Stored, await RecordAsync(silo, Pageview("/new", births, userId: 43)));
        Assert.Equal(salts.Select(Hex), (await Salts(silo).GetAsync()).Select(Hex));

        await silo.DrainedAsync();
        Assert.Equal("4 4 3 4", Assert.Single(await silo.Database.LinesAsync(Stored)));
        Assert.Equal("/before /after /later /new", Assert.Single(await silo.Database.LinesAsync(Order)));
    }

    private Task<WriterSilo> StartAsync() => WriterSilo.StartAsync(server, time: _clock, flushInterval: TimeSpan.FromSeconds(1));

    /// <summary>A pageview of now, as a front end makes it.</summary>
    private SessionEvent Pageview(string path, Births births, ulong userId = 42) => SentEvents.Pageview(path, userId, at: _clock.GetUtcNow().UtcDateTime, born: births.Next());

    private static async Task<RecordStatus> RecordAsync(WriterSilo silo, SessionEvent sent) =>
        (await silo.Grains.GetGrain<ISessionGrain>(new SessionKey(sent.Event.SiteId, sent.Event.UserId).ToString()).RecordAsync(sent)).Status;

    private static string Hex(DailySalt salt) => Convert.ToHexString(salt.Key.AsSpan());

    private static ISaltGrain Salts(WriterSilo silo) => silo.Grains.GetGrain<ISaltGrain>(0);
}
