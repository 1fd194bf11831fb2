using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

/// <summary>Statements that give events other sessions, and what is known of them while ClickHouse has not done them.</summary>
public sealed class MovedEventsTests(ChdbServer server) : IDisposable
{
    private static readonly string[] _words = ["it's \\ WHERE (site_id IN (9) AND", "'ingest deletion", "é\t\n"];

    private readonly TestDatabase _database = new(server);

    [Fact]
    public async Task Events_of_several_sites_get_their_sessions_ids_and_attributes_and_only_those_sites_are_being_changed_meanwhile()
    {
        await _database.Insert.InsertAsync(Groups.Of(0, 1000, [.. Enumerable.Range(1, 3).Select(visitor => Groups.FirstPageview(Groups.Noon, (ulong)visitor))]), Cancellation);
        // Events of another site.
        await _database.ExecuteAsync("INSERT INTO events_v2 SELECT * REPLACE (78 AS site_id, ingest_position + 64000 AS ingest_position) FROM events_v2");
        var positions = (await _database.LinesAsync("SELECT ingest_position FROM events_v2 ORDER BY site_id, user_id")).ConvertAll(ulong.Parse);
        await _database.ExecuteAsync("SYSTEM STOP MERGES events_v2");
        var (mutations, visits) = (_database.Mutations, _database.Visits);
        Assert.Equal(0UL, (await visits.MovingAsync(Cancellation)).Unfinished);

        await visits.MoveAsync([(Session(7, 1, _words[0]), positions[0]), (Session(7, 2, _words[1]), positions[1]), (Session(78, 3, _words[2]), positions[5])], Cancellation);
        Assert.Equal(1UL, (await visits.MovingAsync(Cancellation)).Unfinished);
        foreach (var site in new ulong[] { 7, 8, 9, 78 }) Assert.Equal(site is 7 or 78, await mutations.AreChangingAsync(StoredVisits.Mark, site, Cancellation));
        Assert.False(await mutations.AreChangingAsync("ingest deletion", 7, Cancellation));
        Assert.Equal(["7", "78"], await _database.LinesAsync($"SELECT DISTINCT site_id FROM events_v2 WHERE site_id IN {TableMutations.SitesOfRunning("ingest deletion", StoredVisits.Mark)} ORDER BY site_id"));

        await _database.ExecuteAsync("SYSTEM START MERGES events_v2");
        await Until.TrueAsync(async () => (await visits.MovingAsync(Cancellation)).Unfinished == 0, TimeSpan.FromMinutes(1), () => "the events are still being moved");
        Assert.Equal(
            ["7 1 1 9 Berlin", "7 2 2 9 Berlin", "7 3 1003 0 ", "78 1 1001 0 ", "78 2 1002 0 ", "78 3 3 9 Berlin"],
            await _database.LinesAsync("SELECT concat(toString(site_id), ' ', toString(user_id), ' ', toString(session_id), ' ', toString(city_geoname_id), ' ', subdivision1_code) FROM events_v2 ORDER BY site_id, user_id"));
        Assert.Equal([_words[0], _words[1], "", "", "", _words[2]], await _database.LinesAsync("SELECT referrer FROM events_v2 ORDER BY site_id, user_id"));
    }

    [Theory]
    [InlineData("DELETE WHERE site_id = 5 AND user_id = 6 AND 'ingest deletion 1 whole' != ''")]
    [InlineData("DELETE WHERE site_id = 5 AND (user_id = 6 OR session_id = 7) AND 'ingest deletion 1 whole' != ''")]
    [InlineData("DELETE WHERE site_id = 5 AND 'ingest deletion 1 whole' != ''")]
    [InlineData("UPDATE referrer = 'WHERE (site_id = 6)' WHERE site_id IN (5) AND 'ingest deletion 1 whole' != ''")]
    public async Task Whose_rows_are_being_changed_is_known_of_every_form_of_statement(string statement)
    {
        await _database.Insert.InsertAsync(Groups.Of(0, 1000, Groups.FirstPageview(Groups.Noon)), Cancellation);
        await _database.ExecuteAsync("SYSTEM STOP MERGES events_v2");
        await _database.ExecuteAsync($"ALTER TABLE events_v2 {statement} SETTINGS mutations_sync = 0");
        Assert.True(await _database.Mutations.AreChangingAsync("ingest deletion", 5, Cancellation));
        Assert.False(await _database.Mutations.AreChangingAsync("ingest deletion", 6, Cancellation));
        await _database.ExecuteAsync("SYSTEM START MERGES events_v2");
    }

    public void Dispose() => _database.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SessionState Session(ulong site, ulong id, string referrer) =>
        new() { SiteId = site, SessionId = id, UserId = id, Start = default, Timestamp = default, LastActivity = default, Visit = VisitAttributes.Empty with { Referrer = referrer, CityGeonameId = 9, Subdivision1Code = "Berlin" } };
}
