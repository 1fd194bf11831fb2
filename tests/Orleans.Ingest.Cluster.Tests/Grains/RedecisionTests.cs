using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Grains.Upkeep;
using Orleans.Ingest.Pipeline.Events;
using Xunit;
using static Orleans.Ingest.Cluster.Tests.Grains.WriterVisitors;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Rules applied to what came before: real visitors' grains, the real writer, a log in files and a real ClickHouse.</summary>
public sealed class RedecisionTests(ChdbServer server)
{
    private const string Events = "SELECT concat(toString(user_id), ' ', pathname) FROM events_v2 ORDER BY user_id, timestamp";
    private static readonly SiteSettings _site = new() { Id = Site, Domain = "a.example" };
    private static readonly SiteSettings _shielded = _site with { Shields = [new(1, ShieldKind.Page, "/no*")] };

    [Fact]
    public async Task Each_step_may_be_taken_twice_and_everything_lands_or_goes_once()
    {
        await using var silo = await StartAsync(server);
        await StoreAsync(silo, 1, "/a", "/no/1", "/b");
        await StoreAsync(silo, 2, "/no/2");
        await StoreAsync(silo, 3, "/c");
        await KeepAsync(silo, 3, 10, "/kept", DropReason.Bot);
        await KeepAsync(silo, 3, 11, "/no/kept", DropReason.Bot);
        await KeepAsync(silo, 4, 12, "/robot", DropReason.ThreatIp);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var begun = new Redecision { Id = 1, Site = _shielded, Since = now.AddHours(-2), Released = [DropReason.Bot], RequestedAt = now };
        var done = await TakeEachStepTwiceAsync(silo, begun);
        Assert.Equal((RedecisionStatus.Done, 2UL, 2UL), (done.Status, done.Removed, done.Visits));
        await IsAsync(silo, Events, "1 /a", "1 /b", "3 /c", "3 /kept");
        await IsAsync(silo, Visits, "1 /a /b 2", "3 /c /kept 2");
        await IsAsync(silo, "SELECT pathname FROM ingest_quarantine ORDER BY pathname", "/no/kept", "/robot");
        await IsAsync(silo, "SELECT concat(metric, ' ', toString(sum(value))) FROM ingest_counters WHERE metric IN ('buffered', 'deleted', 'released_bot') GROUP BY metric ORDER BY metric", "buffered 6", "deleted 2", "released_bot 1");
        await BooksBalanceAsync(silo);
    }

    [Fact]
    public async Task What_has_landed_lands_no_second_time_even_if_it_is_brought_again()
    {
        await using var silo = await StartAsync(server);
        await KeepAsync(silo, 1, 10, "/a", DropReason.Bot);
        Assert.Equal(1UL, (await RedecideAsync(silo, _site, DropReason.Bot)).Landed);
        await KeepAsync(silo, 1, 10, "/a", DropReason.Bot);
        Assert.Equal(0UL, (await RedecideAsync(silo, _site, DropReason.Bot)).Landed);
        await IsAsync(silo, Events, "1 /a");
        await IsAsync(silo, "SELECT toString(count()) FROM ingest_quarantine", "0");
    }

    [Fact]
    public async Task Some_of_a_site_wait_and_more_are_refused()
    {
        await using var silo = await StartAsync(server);
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        // Each waits for two seconds of the silo's clock before its first step.
        for (var i = 0; i < Redecision.MostUnfinished; i++) Assert.NotNull(await upkeep.RedecideAsync(new(_site, 2, [])));
        Assert.Null(await upkeep.RedecideAsync(new(_site, 2, [])));
        Assert.NotNull(await upkeep.RedecideAsync(new(_site with { Id = Site + 1 }, 2, [])));
    }

    [Fact]
    public async Task What_a_client_has_sent_again_and_got_through_does_not_land_beside_it()
    {
        await using var silo = await StartAsync(server);
        var (id, sent) = (new ClientId(20, 9), Sent(1, "/a", HourAgo));
        await silo.ClientIds.ClaimAsync([new() { ClientId = id, EventId = sent.Id, UserId = 1, PreviousUserId = 0, Born = sent.Born }]);
        Assert.Equal(RecordStatus.Stored, (await Grain(silo, 1).RecordAsync(sent with { ClientId = id })).Status);
        await silo.ClientIds.ConfirmAsync([id]);
        await KeepAsync(silo, 1, 20, "/a", DropReason.Bot);
        Assert.Equal(0UL, (await RedecideAsync(silo, _site, DropReason.Bot)).Landed);
        await IsAsync(silo, Events, "1 /a");
    }

    [Fact]
    public async Task Engagement_lands_with_its_page_and_not_without_one()
    {
        await using var silo = await StartAsync(server);
        await KeepAsync(silo, 1, 10, "/a", DropReason.Bot);
        await KeepAsync(silo, 1, 11, "/a", DropReason.Bot, IngestEvent.EngagementName);
        await KeepAsync(silo, 2, 12, "/b", DropReason.Bot, IngestEvent.EngagementName);
        Assert.Equal(2UL, (await RedecideAsync(silo, _site, DropReason.Bot)).Landed);
        await IsAsync(silo, "SELECT concat(toString(user_id), ' ', name) FROM events_v2 ORDER BY timestamp", "1 pageview", "1 engagement");
        await IsAsync(silo, "SELECT toString(count()) FROM ingest_quarantine", "0");
    }

    [Fact]
    public async Task While_ClickHouse_is_away_it_waits_and_then_goes_on()
    {
        await using var silo = await StartAsync(server);
        await StoreAsync(silo, 1, "/a", "/no");
        silo.ClickHouse.IsAway = true;
        await StoreAsync(silo, 2, "/no");
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        await upkeep.RedecideAsync(new(_shielded, 2, []));
        await Until.TrueAsync(async () => (await upkeep.RedecisionsAsync(Site))[0].Detail is not null, Patience, () => "It does not say what it waits for.");
        silo.ClickHouse.IsAway = false;
        await Until.TrueAsync(async () => (await upkeep.RedecisionsAsync(Site))[0].IsFinished, Patience, () => "It has not ended.");
        Assert.Equal((2UL, RedecisionStatus.Done), ((await upkeep.RedecisionsAsync(Site))[0].Removed, (await upkeep.RedecisionsAsync(Site))[0].Status));
        await IsAsync(silo, Events, "1 /a");
        Assert.Empty(await upkeep.RedecisionsAsync(Site + 1));
    }

    [Fact]
    public async Task What_came_before_the_time_stays_and_so_do_other_sites()
    {
        await using var silo = await StartAsync(server);
        await StoreAsync(silo, 1, "/a", "/no");
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        await TakeEachStepTwiceAsync(silo, new() { Id = 1, Site = _shielded, Since = now.AddSeconds(1), RequestedAt = now });
        await TakeEachStepTwiceAsync(silo, new() { Id = 2, Site = _shielded with { Id = Site + 1 }, Since = now.AddHours(-2), RequestedAt = now });
        await IsAsync(silo, Events, "1 /a", "1 /no");
        await IsAsync(silo, Visits, "1 /a /no 2");
    }

    [Fact]
    public async Task What_is_shown_before_is_what_is_done()
    {
        await using var silo = await StartAsync(server);
        await StoreAsync(silo, 1, "/a", "/no/it's", "/no/50%");
        await StoreAsync(silo, 2, "/_o");
        await KeepAsync(silo, 3, 10, "/kept", DropReason.Bot);
        await KeepAsync(silo, 4, 11, "/kept", DropReason.SitePageBlocklist);
        await KeepAsync(silo, 4, 12, "/no", DropReason.SitePageBlocklist);
        await silo.DrainedAsync();
        var quarantine = silo.Grains.GetGrain<IQuarantineGrain>(0);
        var shown = await quarantine.PreviewAsync(new(_shielded, 2, [DropReason.Bot]));
        Assert.Equal([new(DropReason.Bot, 1), new(DropReason.SitePageBlocklist, 1)], shown.Landing.OrderByDescending(count => count.Reason));
        Assert.Equal((2UL, 1UL, 2UL, 1UL), (shown.Visitors, shown.Staying, shown.Removed, shown.Visits));
        // Of a pattern only the star is special.
        Assert.Equal(1UL, (await quarantine.PreviewAsync(new(_site with { Shields = [new(1, ShieldKind.Page, "/no/50%"), new(2, ShieldKind.Page, "/no/_*")] }, 2, []))).Removed);
        Assert.Equal(1UL, (await quarantine.PreviewAsync(new(_site with { Shields = [new(1, ShieldKind.Page, "/*'s")] }, 2, []))).Removed);
        Assert.Equal(4UL, (await quarantine.PreviewAsync(new(_site with { Shields = [new(1, ShieldKind.Hostname, "another.example")] }, 2, []))).Removed);
        Assert.Equal(4UL, (await quarantine.PreviewAsync(new(_site with { Shields = [new(1, ShieldKind.Country, "DE")] }, 2, []))).Removed);
        Assert.Equal(0UL, (await quarantine.PreviewAsync(new(_site with { Shields = [new(1, ShieldKind.Country, "ZZ"), new(2, ShieldKind.Ip, "0.0.0.0/0")] }, 2, []))).Removed);
        var done = await RedecideAsync(silo, _shielded, DropReason.Bot);
        Assert.Equal((2UL, 2UL, 1UL), (done.Landed, done.Removed, done.Visits));
    }

    /// <summary>Takes each step, forgets that it was taken, as a crash would, and takes it again.</summary>
    private static async Task<Redecision> TakeEachStepTwiceAsync(WriterSilo silo, Redecision redecision)
    {
        while (!redecision.IsFinished)
        {
            await StepAsync(silo, redecision);
            redecision = await StepAsync(silo, redecision);
        }

        return redecision;
    }

    private static async Task<Redecision> StepAsync(WriterSilo silo, Redecision redecision)
    {
        // Its own memory is new, too.
        var (steps, next) = (silo.Services.GetRequiredService<RedecisionSteps>(), redecision);
        await Until.TrueAsync(
            async () => (next = await steps.NextAsync(redecision, TestContext.Current.CancellationToken)) with { Detail = null } != redecision with { Detail = null }, Patience, () => $"It does not go on: {redecision}");
        return next;
    }

    private static async Task<Redecision> RedecideAsync(WriterSilo silo, SiteSettings site, params ImmutableArray<DropReason> released)
    {
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        var begun = await upkeep.RedecideAsync(new(site, 2, released));
        Assert.NotNull(begun);
        Redecision? now = null;
        await Until.TrueAsync(async () => (now = (await upkeep.RedecisionsAsync(Site)).Single(known => known.Id == begun.Id)).IsFinished, Patience, () => $"It has not ended: {now}");
        Assert.Equal(RedecisionStatus.Done, now!.Status);
        return now;
    }

    private static async Task KeepAsync(WriterSilo silo, ulong visitor, ulong id, string path, DropReason reason, string name = IngestEvent.PageviewName)
    {
        var e = Event(visitor, path, HourAgo.AddMinutes(id)) with { Name = name };
        Assert.True(silo.Services.GetRequiredService<Keeping>().TryKeep(new KeptEvent(new(id, 9), HourAgo, "a.example", new(e, 0, [reason], []))));
        await Until.TrueAsync(
            async () => (await silo.Database.LinesAsync($"SELECT toString(count()) FROM ingest_quarantine WHERE id_high = {id}")) is ["1"] || silo.ClickHouse.IsAway, Patience, () => "It is not kept.");
    }

    private static async Task BooksBalanceAsync(WriterSilo silo)
    {
        await IsAsync(silo, "SELECT toString(count()) FROM system.mutations WHERE database = currentDatabase() AND NOT is_done", "0");
        Assert.Empty((await silo.Database.Books.CheckAsync(HourAgo.AddHours(-1), HourAgo.AddHours(2), TestContext.Current.CancellationToken))!.Value);
    }
}
