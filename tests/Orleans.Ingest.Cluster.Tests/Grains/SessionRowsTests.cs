using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Events;
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

    [Fact]
    public async Task Session_rows_match_event_rows_and_a_session_lives_over_midnight_under_the_id_it_began_with()
    {
        await using var silo = await SiloFixture.StartAsync();
        // A visit is one number, so that a failure shrinks to few visits.
        var visits = Gen.Choose(0, int.MaxValue).ListOf().Resize(60).ToArbitrary();
        var property = FsCheck.Fluent.Prop.ForAll(visits, script => { PlayAsync(silo, [.. script]).GetAwaiter().GetResult(); return true; });
        await Task.Run(() => property.Check(Config.QuickThrowOnFailure.WithMaxTest(25)), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, _overMidnight);
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
            // Mostly minutes; now and then it is the evening again.
            at = random.Next(20) == 0 ? at.Date.AddHours(at.Hour < 23 ? 23 : 47) : at.AddMinutes(random.Next(1, 16));
            var visitor = random.Next(Visitors);
            if (at - lastActivity[visitor] > TimeSpan.FromMinutes(30)) sessions++;
            else if (at.Date != lastActivity[visitor].Date) _overMidnight++;
            lastActivity[visitor] = at;
            // The first of a visit is a pageview; what follows at once arrives in any order, some of it late.
            await StoreAsync(silo, Event(visitor, at, IngestEvent.PageviewName, at), random);
            var rest = Enumerable.Range(0, random.Next(6)).Select(_ => Event(visitor, at, Name(random), at.AddMinutes(-random.Next(6)))).ToArray();
            await Task.WhenAll(rest.Select(sent => StoreAsync(silo, sent, random)));
            stored += 1 + rest.Length;
        }

        if (script.Length == 0) return;
        await InsertAsync(silo.Log.Appended);
        await AssertAsync(stored, "SELECT count() FROM events_v2 WHERE site_id = {0}");
        await AssertAsync(0, OffBalance);
        await AssertAsync(sessions, "SELECT uniqExact(session_id) FROM events_v2 WHERE site_id = {0}");
        await AssertAsync(stored, "SELECT sum(value) FROM ingest_counters WHERE metric = 'buffered' AND site_id = {0}");
    }

    private async Task AssertAsync(int expected, string sql)
    {
        var lines = await _database.LinesAsync(sql.Replace("{0}", _site.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal(expected.ToString(CultureInfo.InvariantCulture), Assert.Single(lines));
    }

    /// <summary>Sends an event as a front end does: between the visitor's two ids as the grains say, and again while it is not durable.</summary>
    private static async Task StoreAsync(SiloFixture silo, SessionEvent sent, Random random)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            silo.Log.FailNext = random.Next(8) == 0;
            var user = sent.Route == SessionRoute.ToPrevious ? sent.PreviousUserId : sent.Event.UserId;
            var outcome = await silo.Grains.GetGrain<ISessionGrain>(new SessionKey(sent.Event.SiteId, user).ToString()).RecordAsync(sent);
            switch (outcome.Status)
            {
                case RecordStatus.Stored:
                    return;
                case RecordStatus.AskPrevious:
                    sent = sent with { Route = SessionRoute.ToPrevious };
                    break;
                case RecordStatus.PreviousIsClosed:
                    sent = sent with { Route = SessionRoute.PreviousClosed };
                    break;
                default:
                    sent = sent with { Route = SessionRoute.Direct };
                    break;
            }
        }

        Assert.Fail($"{sent} was not stored.");
    }

    private async Task InsertAsync(List<LogChunk> appended)
    {
        var last = appended[^1];
        var chunks = appended.ConvertAll(chunk => new Orleans.Ingest.ClickHouse.Writing.LoggedChunk(chunk.FirstPosition, chunk.Payload));
        var end = last.FirstPosition + ((ulong)(last.Positions - 1) * LogPosition.Step);
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
