using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Deletion from the request to ClickHouse: a silo with the real writer, a log in files and a real ClickHouse.</summary>
public sealed class UpkeepGrainTests(ChdbServer server)
{
    private const ulong Site = 7;
    private const string Left = "SELECT concat(toString(user_id), ' ', toString(count())) FROM events_v2 GROUP BY user_id ORDER BY user_id";
    private const string Unbalanced = "SELECT count() FROM (SELECT session_id FROM sessions_v2 GROUP BY session_id HAVING sum(sign) != 1)";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly DateTime Day = new(2026, 3, 14, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Visits_that_touch_the_time_go_whole_and_all_others_stay()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(1, Visit(1, Day.AddDays(-1).AddHours(12), Day.AddDays(-1).AddHours(13)), events: 2);
        await silo.AppendAsync(2, Visit(2, Day.AddMinutes(-10), Day.AddMinutes(10)), events: 2);
        await silo.AppendAsync(3, Visit(3, Day.AddHours(12)));
        await silo.AppendAsync(4, Visit(4, Day.AddDays(1).AddMinutes(-10), Day.AddDays(1).AddMinutes(10)), events: 2);
        await silo.AppendAsync(5, Visit(5, Day.AddDays(1)));
        var deletion = await DeleteAsync(silo, new(Site, Day, Day.AddDays(1), null));
        Assert.Equal((5UL, 3UL), (deletion.Events, deletion.Visits));
        Assert.Equal(["1 2", "5 1"], await silo.Database.LinesAsync(Left));
        Assert.Equal("1,5", Assert.Single(await silo.Database.LinesAsync("SELECT arrayStringConcat(arraySort(groupUniqArray(toString(user_id))), ',') FROM sessions_v2")));
        Assert.Equal("0", Assert.Single(await silo.Database.LinesAsync(Unbalanced)));
    }

    [Fact]
    public async Task The_books_balance_after_a_deletion_and_would_not_without_its_counts()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(1, Visit(1, Day.AddMinutes(-10), Day.AddMinutes(10)), events: 2);
        await silo.AppendAsync(2, Visit(2, Day.AddHours(12)));
        await silo.AppendAsync(3, Visit(3, Day.AddDays(2)));
        await DeleteAsync(silo, new(Site, Day, Day.AddDays(1), null));
        Assert.Empty((await silo.Database.Books.CheckAsync(Day.AddDays(-2), Day.AddDays(3), TestContext.Current.CancellationToken))!.Value);
        await silo.Database.ExecuteAsync("ALTER TABLE ingest_counters DELETE WHERE metric = 'deleted' SETTINGS mutations_sync = 1");
        Assert.Equal(3, (await silo.Database.Books.CheckAsync(Day.AddDays(-2), Day.AddDays(3), TestContext.Current.CancellationToken))!.Value.Length);
    }

    [Fact]
    public async Task One_visitor_goes_with_all_that_he_has_and_nobody_else()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(1, Visit(1, Day, Day.AddMinutes(1)), events: 2);
        await silo.AppendAsync(2, Visit(2, Day));
        var deletion = await DeleteAsync(silo, new(Site, null, null, 1));
        Assert.Equal((2UL, 1UL), (deletion.Events, deletion.Visits));
        Assert.Equal(["2 1"], await silo.Database.LinesAsync(Left));
    }

    [Fact]
    public async Task What_waits_for_a_ClickHouse_that_is_away_is_deleted_too()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(1, Visit(1, Day));
        await silo.DrainedAsync();
        silo.ClickHouse.IsAway = true;
        await silo.AppendAsync(2, Visit(2, Day));
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        var begun = await upkeep.DeleteAsync(new(Site, Day, Day.AddDays(1), null));
        await Until.TrueAsync(async () => (await upkeep.ListAsync(Site))[0].Detail is not null, Patience, () => "It does not say what it waits for.");
        Assert.Equal(DataDeletionStatus.WaitsForLog, (await upkeep.ListAsync(Site))[0].Status);
        silo.ClickHouse.IsAway = false;
        Assert.Equal(2UL, (await DoneAsync(silo, begun.Id)).Events);
        Assert.Empty(await silo.Database.LinesAsync(Left));
    }

    [Fact]
    public async Task What_comes_behind_a_deletion_stays()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(1, Visit(1, Day));
        silo.ClickHouse.IsAway = true;
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        var begun = await upkeep.DeleteAsync(new(Site, Day, Day.AddDays(1), null));
        await Until.TrueAsync(async () => (await upkeep.ListAsync(Site))[0].Detail is not null, Patience, () => "It does not wait.");
        await silo.AppendAsync(2, Visit(2, Day));
        silo.ClickHouse.IsAway = false;
        await silo.DrainedAsync();
        Assert.Equal(1UL, (await DoneAsync(silo, begun.Id)).Events);
        Assert.Equal(["2 1"], await silo.Database.LinesAsync(Left));
    }

    [Fact]
    public async Task A_sites_retention_deletes_what_is_older_once_a_day_and_other_sites_keep_theirs()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var directory = silo.Grains.GetGrain<ISiteDirectoryGrain>(0);
        await directory.CreateNumberedAsync("a.example", null, Site);
        await directory.CreateAsync("b.example", null);
        var site = silo.Grains.GetGrain<ISiteGrain>("a.example");
        await site.PutAsync((await site.GetAsync())! with { RetentionDays = 30 });
        var today = DateTime.SpecifyKind(TimeProvider.System.GetUtcNow().UtcDateTime.Date, DateTimeKind.Utc);
        await silo.AppendAsync(1, Visit(1, today.AddDays(-30).AddMinutes(-10), today.AddDays(-30).AddMinutes(10)), events: 2);
        await silo.AppendAsync(2, Visit(2, today.AddDays(-30).AddHours(1)));
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        await upkeep.WakeAsync();
        await upkeep.WakeAsync();
        var deletion = Assert.Single(await upkeep.ListAsync(Site));
        Assert.True(deletion.ByRetention);
        await DoneAsync(silo, deletion.Id);
        Assert.Equal(["2 1"], await silo.Database.LinesAsync(Left));
        Assert.Empty(await upkeep.ListAsync(Site + 1));
    }

    private static async Task<DataDeletion> DeleteAsync(WriterSilo silo, DataSelection selection) =>
        await DoneAsync(silo, (await silo.Grains.GetGrain<IUpkeepGrain>(0).DeleteAsync(selection)).Id);

    private static async Task<DataDeletion> DoneAsync(WriterSilo silo, long id)
    {
        DataDeletion? deletion = null;
        await Until.TrueAsync(
            async () => (deletion = (await silo.Grains.GetGrain<IUpkeepGrain>(0).ListAsync(Site)).Single(one => one.Id == id)).IsFinished,
            Patience,
            () => $"It has not ended: {deletion}");
        Assert.Equal(DataDeletionStatus.Done, deletion!.Status);
        return deletion;
    }

    /// <summary>A visit with a pageview at each of the times.</summary>
    private static byte[] Visit(ulong visitor, params DateTime[] times)
    {
        var writer = new ChunkPayloadWriter();
        var session = Groups.Session(times[0], times.Length, visitor) with { Timestamp = times[^1] };
        foreach (var at in times) writer.AddEvent(Groups.Event(at, visitor: visitor), session, "example.org");
        writer.AddSession(+1, session);
        return writer.ToPayload();
    }
}
