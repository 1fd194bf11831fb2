using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Tests.Architecture;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Visitors;
using Xunit;

namespace Orleans.Ingest.Tests.Web.SelfCheck;

public sealed class SelfCheckTests
{
    [Fact]
    public async Task A_service_in_which_nothing_is_wrong_says_so()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var found = await CheckAsync(web);
        Assert.Equal("warn", found.Status);
        // Only the geolocation file is missing.
        Assert.Equal("geo", Assert.Single(found.Checks, check => check.Value != "ok").Key);
        Assert.Equal(["admin_key", "clickhouse", "clock", "durability", "geo", "log", "proxies", "sites", "tracker", "visitors"], found.Checks.Keys.Order());
    }

    public static TheoryData<string, string, Func<Inspection, Inspection>> Wrong => new()
    {
        { "clickhouse", "error", seen => seen with { ClickHouseVersion = null, ClickHouseAhead = null, SeenSites = null } },
        { "clickhouse", "error", seen => seen with { Problems = ["Flush group 1 is not in ClickHouse."] } },
        { "log", "error", seen => seen with { Fault = "the disk is full" } },
        { "log", "error", seen => seen with { LogBytes = 600 } },
        { "log", "warn", seen => seen with { Lag = TimeSpan.FromMinutes(1) } },
        { "clock", "warn", seen => seen with { ClickHouseAhead = TimeSpan.FromSeconds(-5) } },
        { "clock", "error", seen => seen with { ClickHouseAhead = TimeSpan.FromMinutes(3) } },
        { "clock", "error", seen => seen with { Now = seen.Now.AddMinutes(-3) } },
        { "durability", "warn", seen => seen with { Risks = ["Redis writes no append-only file."] } },
        { "tracker", "warn", seen => seen with { SeenSites = [] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_found_and_its_cure_said(string id, string status, Func<Inspection, Inspection> change)
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        web.Cluster.Inspection.Change = change;
        var found = await CheckAsync(web);
        Assert.Equal(status, found.Checks[id]);
        Assert.False(string.IsNullOrEmpty(found.Fixes[id]));
    }

    [Fact]
    public async Task No_site_a_blocked_one_an_unbelieved_header_and_a_weak_key_are_found()
    {
        await using var web = await WebHost.StartAsync(settings: ("Ingest:TrustedProxies", "192.0.2.1"));
        Assert.Equal("error", (await CheckAsync(web)).Checks["sites"]);

        web.Cluster.AddSite("a.example", site => site with { IngestRateLimitThreshold = 0 });
        await web.PageviewAsync("a.example", ("X-Forwarded-For", "203.0.113.9"));
        web.AdminKeyWeakness = "has 16 characters";
        var found = await CheckAsync(web);
        Assert.Equal(("warn", "warn", "warn"), (found.Checks["sites"], found.Checks["proxies"], found.Checks["admin_key"]));
    }

    [Fact]
    public async Task Visitors_who_are_counted_as_one_are_found()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var watch = web.Services.GetRequiredService<VisitorWatch>();
        for (var i = 0; i < VisitorWindow.Size; i++) watch.Saw(System.Net.IPAddress.Loopback, "browser", (ulong)i);
        var found = await CheckAsync(web);
        Assert.Equal("warn", found.Checks["visitors"]);
        Assert.Contains("X-Forwarded-For", found.Fixes["visitors"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_geolocation_file_is_found()
    {
        using var file = new MaxMindGeoLocator(Path.Combine(Repository.Root, "tests", "Orleans.Ingest.Tests", "Data", "GeoLite2-City-Test.mmdb"));
        await using var old = await WebHost.StartAsync(Clock(file.BuiltAt.AddDays(61)), services => services.AddSingleton<IGeoLocator>(file));
        old.Cluster.AddSite("a.example");
        Assert.Equal("warn", (await CheckAsync(old)).Checks["geo"]);
        await using var fresh = await WebHost.StartAsync(Clock(file.BuiltAt.AddDays(1)), services => services.AddSingleton<IGeoLocator>(file));
        fresh.Cluster.AddSite("a.example");
        Assert.Equal("ok", (await CheckAsync(fresh)).Status);
    }

    private static Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock(DateTime now) => new(new(now, TimeSpan.Zero));

    // Of several findings of one kind the worst counts.
    private static async Task<(string Status, Dictionary<string, string> Checks, Dictionary<string, string?> Fixes)> CheckAsync(WebHost web)
    {
        var answer = JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, "/api/v1/system/selfcheck")).Text)!;
        var worst = answer["checks"]!.AsArray().GroupBy(check => (string)check!["id"]!).ToDictionary(
            group => group.Key, group => group.OrderBy(check => Array.IndexOf(["error", "warn", "ok"], (string)check!["status"]!)).First()!);
        return ((string)answer["status"]!, worst.ToDictionary(pair => pair.Key, pair => (string)pair.Value["status"]!), worst.ToDictionary(pair => pair.Key, pair => (string?)pair.Value["fix"]));
    }
}
