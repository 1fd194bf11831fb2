using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>What random visits leave in ClickHouse: the real grains, the real rows, midnights, failing appends and late events.</summary>
public sealed class SessionRowsTests(ChdbServer server) : IDisposable
{
    private const int Visitors = 3;

    /// <summary>Sessions that break the invariant of rows and events, or have events under two ids.</summary>
    private const string OffBalance = """
        SELECT count() FROM
          (SELECT session_id, sum(sign) AS signs, sum(sign * events) AS events, sum(sign * pageviews) AS pageviews FROM sessions_v2 WHERE site_id = {0} GROUP BY session_id) AS s
          FULL JOIN
          (SELECT session_id, countIf(name != 'engagement') AS events, countIf(name = 'pageview') AS pageviews, uniqExact(user_id) AS ids FROM events_v2 WHERE site_id = {0} GROUP BY session_id) AS e
          USING session_id
        WHERE s.signs != 1 OR s.events != e.events OR s.pageviews != e.pageviews OR e.ids != 1
        """;

    private readonly TestDatabase _database = new(server);
    private ulong _request;
    private ulong _site;
    private int _overMidnight;
    private int _delayedOver;
    private int _closings;

    [Fact]
    public async Task Session_rows_match_event_rows_and_a_session_lives_over_midnight_under_the_id_it_began_with()
    {
        await using var silo = await SiloFixture.StartAsync();
        // A visit is one number, so that a failure shrinks to few visits.
        var visits = Gen.Choose(0, int.MaxValue).ListOf().Resize(60).ToArbitrary();
        var property = FsCheck.Fluent.Prop.ForAll(visits, script => { PlayAsync(silo, [.. script]).GetAwaiter().GetResult(); return true; });
        await Task.Run(() => property.Check(Config.QuickThrowOnFailure.WithMaxTest(25)), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, _overMidnight);
        Assert.NotEqual(0, _delayedOver);
        Assert.NotEqual(0, _closings);
    }

    public void Dispose() => _database.Dispose();

    private async Task PlayAsync(SiloFixture silo, int[] script)
    {
        _site++;
        silo.Log.Appended.Clear();
        var lastActivity = new DateTime[Visitors];
        var (sessions, stored) = (0, 0);
        var at = new DateTime(2026, 3, 1, 23, 0, 0, DateTimeKind.Utc);
        foreach (var visit in script)
        {
            var random = new Random(visit);
            at = Later(at, random);
            var visitor = random.Next(Visitors);
            if (at - lastActivity[visitor] > TimeSpan.FromMinutes(30)) sessions++;
            else if (at.Date != lastActivity[visitor].Date) _overMidnight++;
            // The first of a visit is a pageview; what follows at once arrives in any order, some of it delayed. What comes later than that: LateEventTests.
            stored += await BeginVisitAsync(silo, visitor, at, lastActivity[visitor], random);
            lastActivity[visitor] = at;
            var rest = Enumerable.Range(0, random.Next(6)).Select(_ => Event(visitor, at, Name(random), at.AddSeconds(-random.Next(16)))).ToArray();
            await Task.WhenAll(rest.Select(sent => StoreAsync(silo, sent, random)));
            stored += rest.Length;
        }

        if (script.Length == 0) return;
        _closings += silo.Log.Appended.Count(chunk => chunk.Positions == 0);
        await InsertAsync(silo.Log.Appended);
        await AssertAsync(stored, "SELECT count() FROM events_v2 WHERE site_id = {0}");
        await AssertAsync(0, OffBalance);
        await AssertAsync(sessions, "SELECT uniqExact(session_id) FROM events_v2 WHERE site_id = {0}");
        await AssertAsync(stored, "SELECT sum(value) FROM ingest_counters WHERE metric = 'buffered' AND site_id = {0}");
    }

    /// <summary>Mostly minutes later; now and then it is the evening again. Many first visits of a day come right after midnight.</summary>
    private static DateTime Later(DateTime at, Random random)
    {
        if (random.Next(20) == 0) return at.Date.AddHours(at.Hour < 23 ? 23 : 47);
        var later = at.AddMinutes(random.Next(1, 16));
        return later.Date != at.Date && random.Next(4) != 0 ? later.Date.AddSeconds(random.Next(60)) : later;
    }

    /// <summary>
    /// The first pageview of a visit; soon after a midnight also one that was sent before it, hashed with the old salt, and delayed: it
    /// arrives behind the first one or beside it, and belongs to the same session. Returns how many were stored.
    /// </summary>
    private async Task<int> BeginVisitAsync(SiloFixture silo, int visitor, DateTime at, DateTime lastActivity, Random random)
    {
        var first = Event(visitor, at, IngestEvent.PageviewName, at);
        var born = at.Date.AddSeconds(-1);
        // No retry comes later than ids are remembered.
        if (at - born > SessionSnapshot.MaxSeenAge || random.Next(3) == 0)
        {
            await StoreAsync(silo, first, random);
            return 1;
        }

        _delayedOver++;
        var delayed = Event(visitor, born, IngestEvent.PageviewName, born);
        // Where only the delayed one is in time for the session before, the order decides how many sessions there are.
        var orderCounts = at - lastActivity > TimeSpan.FromMinutes(30) && born - lastActivity <= TimeSpan.FromMinutes(30);
        if (orderCounts || random.Next(2) == 0)
        {
            await StoreAsync(silo, first, random);
            await StoreAsync(silo, delayed, random);
        }
        else
        {
            await Task.WhenAll(StoreAsync(silo, delayed, random), StoreAsync(silo, first, random));
        }

        return 2;
    }

    private async Task AssertAsync(int expected, string sql)
    {
        var lines = await _database.LinesAsync(sql.Replace("{0}", _site.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Assert.Single(lines));
    }

    /// <summary>Sends an event as a front end does, while appends fail now and then.</summary>
    private static Task<RecordOutcome> StoreAsync(SiloFixture silo, SessionEvent sent, Random random) =>
        SentEvents.StoreAsync(silo, sent, () => silo.Log.FailNext = random.Next(8) == 0);

    private async Task InsertAsync(List<LogChunk> appended)
    {
        var last = appended[^1];
        var chunks = appended.ConvertAll(chunk => new Orleans.Ingest.ClickHouse.Writing.LoggedChunk(chunk.FirstPosition, chunk.Payload));
        var end = last.FirstPosition + ((ulong)Math.Max(0, last.Positions - 1) * LogPosition.Step);
        await _database.Insert.InsertAsync(new GroupRows(0, appended[0].FirstPosition, end, ChunkPayloadWriter.SchemaVersion, chunks, []), TestContext.Current.CancellationToken);
    }

    private static string Name(Random random) => random.Next(3) switch { 0 => IngestEvent.PageviewName, 1 => "Signup", _ => IngestEvent.EngagementName };

    /// <summary>A visitor's id under the salt of a day.</summary>
    private static ulong Id(int visitor, DateTime day) => (ulong)((day.DayOfYear * 100) + visitor);

    private SessionEvent Event(int visitor, DateTime born, string name, DateTime timestamp) => new()
    {
        Id = new(Interlocked.Increment(ref _request), 0),
        Born = born,
        // Counters of one domain and minute are summed up whatever their site.
        Domain = $"{_site}.example",
        PreviousUserId = Id(visitor, born.AddDays(-1)),
        Event = new()
        {
            Timestamp = timestamp,
            Name = name,
            SiteId = _site,
            UserId = Id(visitor, born),
            Hostname = "example.com",
            Pathname = "/",
            Visit = VisitAttributes.Empty,
        },
    };
}
