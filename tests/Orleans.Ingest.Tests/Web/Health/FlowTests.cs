using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Health;

public sealed class FlowTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_last_canary_that_arrived_is_told_with_its_age_and_latency()
    {
        await using var web = await WebHost.StartAsync(_time);
        await ArrivesAsync(web);
        var (status, answer) = await FlowAsync(web);
        Assert.Equal((HttpStatusCode.OK, "ok", 1.0), (status, (string?)answer["status"], (double)answer["latency_seconds"]!));
        Assert.InRange((double)answer["age_seconds"]!, 0, 60);
    }

    [Fact]
    public async Task One_is_sent_each_minute()
    {
        await using var web = await WebHost.StartAsync(_time);
        await Until.TrueAsync(() => Advanced(web, sent: 4), () => $"{web.Cluster.Canaries.Sent.Count} were sent");
        var sent = web.Cluster.Canaries.Sent.ToArray();
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(70)));
    }

    [Fact]
    public async Task When_none_arrives_for_three_minutes_it_is_503_and_200_again_with_the_next_that_does()
    {
        await using var web = await WebHost.StartAsync(_time);
        web.Cluster.Canaries.Latency = null;
        Assert.Equal("starting", (string?)(await FlowAsync(web)).Answer["status"]);
        _time.Advance(TimeSpan.FromMinutes(3) + TimeSpan.FromSeconds(1));
        var (status, answer) = await FlowAsync(web);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stale"), (status, (string?)answer["status"]));
        Assert.Null(answer["latency_seconds"]);
        web.Cluster.Canaries.Latency = TimeSpan.FromSeconds(1);
        await ArrivesAsync(web);
        Assert.Equal(HttpStatusCode.OK, (await FlowAsync(web)).Status);
    }

    private bool Advanced(WebHost web, int sent)
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        return web.Cluster.Canaries.Sent.Count >= sent;
    }

    private Task ArrivesAsync(WebHost web) => Until.TrueAsync(
        async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            return (string?)(await FlowAsync(web)).Answer["status"] == "ok";
        },
        TimeSpan.FromMinutes(1),
        () => "No canary arrives.");

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> FlowAsync(WebHost web)
    {
        var (status, text) = await web.ApiAsync(HttpMethod.Get, "/api/system/health/flow", key: null);
        return (status, JsonNode.Parse(text)!);
    }
}
