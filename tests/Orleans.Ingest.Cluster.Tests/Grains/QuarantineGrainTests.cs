using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.ClickHouse.Quarantine;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Upkeep;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Grains.Quarantine;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Dropped events that are kept, through the real log, writer and ClickHouse.</summary>
public sealed class QuarantineGrainTests(ChdbServer server)
{
    private const ulong Site = 7;
    private static readonly DateTime _now = DateTime.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    [Fact]
    public async Task What_is_kept_is_read_as_it_was_and_shown_by_rule_with_what_was_dropped_at_all()
    {
        await using var silo = await StartAsync();
        var full = Kept(1, "/it's \\ a", [DropReason.SitePageBlocklist, DropReason.Bot]) with
        {
            Dropped = Kept(1, "/it's \\ a", [DropReason.SitePageBlocklist, DropReason.Bot]).Dropped with
            {
                PreviousUserId = ulong.MaxValue, AddressMarks = [0, 0xbeef],
                Event = Event("/it's \\ a") with { Props = [new("k", "v'\\"), new("", "x")], Revenue = new(12.345m, "EUR", 13.579m, "USD"), ScrollDepth = 255, EngagementTime = 7, Interactive = false, TrackerScriptVersion = 24 },
            },
        };
        var (keeping, grain) = (silo.Services.GetRequiredService<Keeping>(), silo.Grains.GetGrain<IQuarantineGrain>(0));
        Assert.True(keeping.TryKeep(full));
        await grain.KeepAsync(PayloadOf(Kept(2, "/b", [DropReason.Bot])));
        // A front end that has no answer sends them again.
        await grain.KeepAsync(PayloadOf(Kept(2, "/b", [DropReason.Bot]), Kept(3, "/c", [DropReason.Bot])));
        silo.Services.GetRequiredService<Ingest.Grains.Batching.DropCounting>().Count(_now, DropReason.Bot, Site, "a.example", 0, 5);
        await InAsync(silo, 4);
        var read = await ReadAsync(silo);
        Assert.Equal(3, read.Count);
        AssertSame(full, Assert.Single(read, kept => kept.Id == full.Id));

        var contents = await grain.ShowAsync(Site, 24);
        Assert.Equal([(DropReason.Bot, 5UL, 2UL, 2), (DropReason.SitePageBlocklist, 1UL, 1UL, 1)], contents.Rules.Select(rule => (rule.Reason, rule.Dropped, rule.Kept, rule.Samples.Length)));
        Assert.Equal([DropReason.SitePageBlocklist, DropReason.Bot], contents.Rules[1].Samples[0].Matched);
        Assert.Empty((await grain.ShowAsync(Site + 1, 24)).Rules);
    }

    [Fact]
    public async Task After_a_day_nothing_of_it_is_read_even_where_its_row_is_still_there()
    {
        await using var silo = await StartAsync();
        var keeping = silo.Services.GetRequiredService<Keeping>();
        await silo.Database.ExecuteAsync("SYSTEM STOP TTL MERGES ingest_quarantine");
        keeping.TryKeep(Kept(1, "/old", [DropReason.Bot]) with { ReceivedAt = _now.AddHours(-24).AddSeconds(-1) });
        keeping.TryKeep(Kept(2, "/new", [DropReason.Bot]) with { ReceivedAt = _now.AddHours(-23) });
        await InAsync(silo, 2);
        Assert.Equal("/new", Assert.Single(await ReadAsync(silo)).Dropped.Event.Pathname);
        Assert.Empty((await silo.Grains.GetGrain<IQuarantineGrain>(0).ShowAsync(Site, 22)).Rules);
        Assert.Equal(1UL, Assert.Single((await silo.Grains.GetGrain<IQuarantineGrain>(0).ShowAsync(Site, 24)).Rules).Kept);
    }

    [Fact]
    public async Task A_deletion_takes_what_is_kept_along_by_site_visitor_and_time()
    {
        await using var silo = await StartAsync();
        var keeping = silo.Services.GetRequiredService<Keeping>();
        keeping.TryKeep(Kept(1, "/his", [DropReason.Bot]));
        keeping.TryKeep(Kept(2, "/his-of-yesterday", [DropReason.Bot], user: 43, previous: 42));
        keeping.TryKeep(Kept(3, "/another", [DropReason.Bot], user: 44));
        await InAsync(silo, 3);
        await DeleteAsync(silo, new(Site, null, null, 42));
        Assert.Equal("/another", Assert.Single(await ReadAsync(silo)).Dropped.Event.Pathname);
        await DeleteAsync(silo, new(Site, _now.AddDays(-2), _now.AddDays(-1), null));
        Assert.Single(await ReadAsync(silo));
        await DeleteAsync(silo, new(Site, _now.AddDays(-1), _now.AddDays(1), null));
        Assert.Equal(["0"], await silo.Database.LinesAsync("SELECT toString(count()) FROM ingest_quarantine"));
    }

    private async Task<WriterSilo> StartAsync()
    {
        var silo = await WriterSilo.StartAsync(server);
        await silo.Services.GetRequiredService<ClickHouseSchema>().MigrateAsync(TestContext.Current.CancellationToken);
        return silo;
    }

    private static byte[] PayloadOf(params KeptEvent[] kept) => QuarantineRow.PayloadOf([.. kept.SelectMany(QuarantineRow.Encode)]);

    private static Task<List<KeptEvent>> ReadAsync(WriterSilo silo) =>
        silo.Services.GetRequiredService<QuarantineStore>().ReadAsync(Site, _now.AddDays(-2), _now.AddDays(1), after: null, most: 100, TestContext.Current.CancellationToken);

    private static Task InAsync(WriterSilo silo, int rows) =>
        Until.TrueAsync(async () => (await silo.Database.LinesAsync("SELECT toString(count()) FROM ingest_quarantine")) is [var count] && count == $"{rows}", TimeSpan.FromMinutes(1), () => "They are not in ClickHouse.");

    private static async Task DeleteAsync(WriterSilo silo, DataSelection selection)
    {
        var upkeep = silo.Grains.GetGrain<IUpkeepGrain>(0);
        var begun = await upkeep.DeleteAsync(selection);
        await Until.TrueAsync(async () => (await upkeep.ListAsync(Site)).Single(deletion => deletion.Id == begun.Id).Status == DataDeletionStatus.Done, TimeSpan.FromMinutes(1), () => "It has not ended.");
    }

    private static void AssertSame(KeptEvent expected, KeptEvent actual)
    {
        Assert.Equal((expected.Id, expected.ReceivedAt, expected.Domain, expected.Dropped.PreviousUserId), (actual.Id, actual.ReceivedAt, actual.Domain, actual.Dropped.PreviousUserId));
        Assert.Equal(expected.Dropped.Matched, actual.Dropped.Matched);
        Assert.Equal(expected.Dropped.AddressMarks, actual.Dropped.AddressMarks);
        Assert.Equal(expected.Dropped.Event.Props, actual.Dropped.Event.Props);
        Assert.Equal(expected.Dropped.Event with { Props = [] }, actual.Dropped.Event with { Props = [] });
    }

    private static KeptEvent Kept(ulong id, string path, ImmutableArray<DropReason> matched, ulong user = 42, ulong previous = 0) =>
        new(new(id, 9), _now, "a.example", new(Event(path) with { UserId = user }, previous, matched, []));

    private static IngestEvent Event(string path) => new()
    {
        Timestamp = _now.AddMinutes(-1),
        Name = "pageview",
        SiteId = Site,
        UserId = 42,
        Hostname = "example.org",
        Pathname = path,
        Visit = new() { Referrer = "google.com", ReferrerSource = "Google", UtmSource = "news", CountryCode = "DE", Subdivision1Code = "DE-BE", CityGeonameId = 2950159, ScreenSize = "Desktop", OperatingSystem = "Mac", OperatingSystemVersion = "10.13", Browser = "Chrome", BrowserVersion = "70.0" },
    };
}
