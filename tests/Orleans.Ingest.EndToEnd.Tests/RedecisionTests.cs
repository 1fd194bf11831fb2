using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>Rules applied to what came before: the tables are those that there would be had the rules been so from the start.</summary>
public sealed class RedecisionTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_day_with_drops_that_are_released_makes_the_tables_that_the_day_without_the_rule_makes(int seed)
    {
        await using var service = await StartAsync();
        var day = VisitorsDay.Of(new Random(seed));
        var never = await VisitorsDay.SiteAsync(service, "never.example");
        await VisitorsDay.SendAsync(service, "never.example", day, perRequest: day.Length);
        await VisitorsDay.IsInAsync(service, never, day.Length);
        var tables = await VisitorsDay.TablesAsync(service, never);

        var kept = await VisitorsDay.SiteAsync(service, "kept.example");
        var shield = await ShieldAsync(service, "kept.example", "/v*/*1*");
        await service.CallSitesApiAsync(HttpMethod.Put, "/kept.example", new { quarantine = true });
        var dropped = day.Count(IsShielded);
        Assert.InRange(dropped, day.Length / 5, day.Length / 2);
        await VisitorsDay.SendAsync(service, "kept.example", day, perRequest: 17, IsShielded);
        await VisitorsDay.IsInAsync(service, kept, day.Length - dropped);
        await service.ClickHouse.EventuallyAsync($"SELECT count() FROM ingest_quarantine WHERE site_id = {kept}", $"{dropped}");
        // The shield is there: nothing would change.
        Assert.Equal((0, dropped, 0), Numbers(await RedecideAsync(service, "kept.example", dryRun: true), "landing", "staying", "removed"));

        await service.CallSitesApiAsync(HttpMethod.Delete, $"/kept.example/shields/page/{shield}", new { });
        Assert.Equal((dropped, 0, 0), Numbers(await RedecideAsync(service, "kept.example", dryRun: true), "landing", "staying", "removed"));
        Assert.Equal(dropped, (await DoneAsync(service, "kept.example")).GetProperty("landed").GetInt32());
        await VisitorsDay.BecomeAsync(service, kept, tables);
        await service.ClickHouse.EventuallyAsync($"SELECT count() FROM ingest_quarantine WHERE site_id = {kept}", "0");

        Assert.Equal(0, (await DoneAsync(service, "kept.example")).GetProperty("landed").GetInt32());
        await VisitorsDay.BecomeAsync(service, kept, tables);
        await IsCleanAsync(service);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_day_of_which_a_new_shield_catches_some_makes_the_tables_that_it_makes_with_the_shield_from_the_start(int seed)
    {
        await using var service = await StartAsync();
        // What a visit's first event has from its source is all that is stored of any of them.
        SentEvent[] day = [.. VisitorsDay.Of(new Random(seed)).Select(e => e with { HasOwnSource = false })];
        var always = await VisitorsDay.SiteAsync(service, "always.example");
        await ShieldAsync(service, "always.example", "/v*/*1*");
        await VisitorsDay.SendAsync(service, "always.example", day, perRequest: day.Length, IsShielded);
        var dropped = day.Count(IsShielded);
        await VisitorsDay.IsInAsync(service, always, day.Length - dropped);
        var tables = await VisitorsDay.TablesAsync(service, always);

        var later = await VisitorsDay.SiteAsync(service, "later.example");
        await VisitorsDay.SendAsync(service, "later.example", day, perRequest: 17);
        await VisitorsDay.IsInAsync(service, later, day.Length);
        await ShieldAsync(service, "later.example", "/v*/*1*");
        Assert.Equal((0, 0, dropped), Numbers(await RedecideAsync(service, "later.example", dryRun: true), "landing", "staying", "removed"));
        Assert.Equal(dropped, (await DoneAsync(service, "later.example")).GetProperty("removed").GetInt32());
        await VisitorsDay.BecomeAsync(service, later, tables);

        Assert.Equal(0, (await DoneAsync(service, "later.example")).GetProperty("removed").GetInt32());
        await VisitorsDay.BecomeAsync(service, later, tables);
        await IsCleanAsync(service);
    }

    /// <summary>A visit that goes on: what lands joins it, what is removed leaves it, and the visitor's next event goes on from there.</summary>
    [Fact]
    public async Task A_visit_that_goes_on_is_corrected_both_ways_and_bots_land_only_when_they_are_named()
    {
        await using var service = await StartAsync();
        await service.CallSitesApiAsync(HttpMethod.Put, "/localhost", new { quarantine = true });
        var shield = await ShieldAsync(service, "localhost", "/v0/2");
        var now = TimeProvider.System.GetUtcNow();
        await VisitorsDay.SendAsync(service, "localhost", [new(0, now.AddMinutes(-20), "pageview", 1), new(0, now.AddMinutes(-15), "pageview", 2), new(0, now.AddMinutes(-10), "pageview", 3)], 3, e => e.Number == 2);
        using var bot = await service.SendAsync("""{"n":"pageview","u":"http://localhost/robots","d":"localhost"}""", "Googlebot/2.1 (+http://www.google.com/bot.html)");
        Assert.Equal(HttpStatusCode.Accepted, bot.StatusCode);
        await service.ClickHouse.EventuallyAsync("SELECT arrayStringConcat(matched, ','), pathname FROM ingest_quarantine ORDER BY pathname", "bot\t/robots", "site_page_blocklist\t/v0/2");
        var shown = await service.CallSitesApiAsync(HttpMethod.Get, "/localhost/quarantine?hours=1", new { });
        Assert.Equal(["bot 1", "site_page_blocklist 1"], shown.GetProperty("rules").EnumerateArray().Select(rule => $"{rule.GetProperty("reason").GetString()} {rule.GetProperty("kept").GetInt32()}").Order());

        await service.CallSitesApiAsync(HttpMethod.Delete, $"/localhost/shields/page/{shield}", new { });
        Assert.Equal(1, (await DoneAsync(service, "localhost")).GetProperty("landed").GetInt32());
        const string session = "SELECT entry_page, exit_page, events, duration FROM sessions_v2 FINAL WHERE entry_page LIKE '/v0/%' ORDER BY start";
        await service.ClickHouse.EventuallyAsync(session, "/v0/1\t/v0/3\t3\t600");
        await service.ClickHouse.EventuallyAsync("SELECT pathname FROM ingest_quarantine", "/robots");

        await ShieldAsync(service, "localhost", "/v0/1");
        Assert.Equal(1, (await DoneAsync(service, "localhost")).GetProperty("removed").GetInt32());
        await service.ClickHouse.EventuallyAsync(session, "/v0/2\t/v0/3\t2\t300");
        await VisitorsDay.SendAsync(service, "localhost", [new(0, now, "pageview", 4)], 1);
        await service.ClickHouse.EventuallyAsync(session, "/v0/2\t/v0/4\t3\t900");
        await service.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(session_id) FROM events_v2 WHERE pathname LIKE '/v0/%'", "3\t1");

        // Too young at first: it lands once nothing can take it for an event that has just been sent.
        Assert.Equal(1, (await DoneAsync(service, "localhost", "bot")).GetProperty("landed").GetInt32());
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2 WHERE pathname = '/robots'", "1");
        Assert.Equal((0, 0, 0), Numbers(await RedecideAsync(service, "localhost", dryRun: true, "bot"), "landing", "staying", "removed"));
        await service.ClickHouse.EventuallyAsync("SELECT metric, sum(value) FROM ingest_counters WHERE startsWith(metric, 'released_') GROUP BY metric ORDER BY metric", "released_bot\t1", "released_site_page_blocklist\t1");
        await IsCleanAsync(service);
    }

    private static bool IsShielded(SentEvent e) => e.Path.Split('/')[2].Contains('1', StringComparison.Ordinal);

    private static async Task<ServiceProcess> StartAsync()
    {
        var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:00.200"));
        service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.AdminKey);
        return service;
    }

    private static async Task<string> ShieldAsync(ServiceProcess service, string domain, string page) =>
        (await service.CallSitesApiAsync(HttpMethod.Post, $"/{domain}/shields/page", new { value = page })).GetProperty("id").ToString();

    private static Task<JsonElement> RedecideAsync(ServiceProcess service, string domain, bool dryRun, params string[] release) =>
        service.CallSitesApiAsync(HttpMethod.Post, $"/{domain}/redecide", new { hours = 1, release, dry_run = dryRun });

    private static async Task<JsonElement> DoneAsync(ServiceProcess service, string domain, params string[] release)
    {
        var begun = await RedecideAsync(service, domain, dryRun: false, release);
        JsonElement redecision = default;
        await Until.TrueAsync(
            async () => (redecision = await service.CallSitesApiAsync(HttpMethod.Get, $"/{domain}/redecisions/{begun.GetProperty("id")}", new { })).GetProperty("status").GetString() is "done" or "failed",
            _patience,
            () => $"It has not ended: {redecision}");
        Assert.Equal("done", redecision.GetProperty("status").GetString());
        Assert.Equal(0, redecision.GetProperty("left_visitors").GetInt32());
        return redecision;
    }

    private static (int First, int Second, int Third) Numbers(JsonElement answer, string first, string second, string third) =>
        (answer.GetProperty(first).GetInt32(), answer.GetProperty(second).GetInt32(), answer.GetProperty(third).GetInt32());

    private static async Task IsCleanAsync(ServiceProcess service)
    {
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM system.mutations WHERE NOT is_done", "0");
        var (output, status) = await service.ClickHouse.AuditAsync();
        Assert.True(status == 0, output);
    }
}
