using System.Net;
using System.Text.Json.Nodes;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Access;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Visitors;

public sealed class WhoAmITests
{
    private const string Path = "/api/v1/whoami";

    [Fact]
    public async Task With_a_key_every_hop_is_shown()
    {
        await using var web = await WebHost.StartAsync();
        web.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "unknown, 198.51.100.2, 10.0.0.9");
        var answer = JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, Path)).Text)!;
        Assert.Equal(("198.51.100.2", "x-forwarded-for"), ((string?)answer["address"], (string?)answer["source"]));
        Assert.Equal(
            ["peer 127.0.0.1 trusted", "x-forwarded-for unknown skipped", "x-forwarded-for 198.51.100.2 used", "x-forwarded-for 10.0.0.9 not looked at"],
            answer["hops"]!.AsArray().Select(hop => $"{hop!["from"]} {hop["value"]} {((string?)hop["verdict"])!.Split(':')[0]}"));
    }

    [Fact]
    public async Task Without_a_key_a_visitor_sees_the_own_address_and_no_proxy()
    {
        await using var web = await WebHost.StartAsync();
        web.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.2");
        var (status, text) = await web.ApiAsync(HttpMethod.Get, Path, key: null);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"address":"198.51.100.2","source":"x-forwarded-for","explanation":"from x-forwarded-for"}""", text);
    }

    [Fact]
    public async Task A_peer_that_is_not_trusted_is_named_and_the_setting_with_it()
    {
        await using var web = await WebHost.StartAsync(settings: ("Ingest:TrustedProxies", "192.0.2.1"));
        web.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.2");
        var answer = JsonNode.Parse((await web.ApiAsync(HttpMethod.Get, Path)).Text)!;
        Assert.Equal("127.0.0.1", (string?)answer["address"]);
        Assert.Equal("not believed: the peer is not in Ingest:TrustedProxies", (string?)answer["hops"]![1]!["verdict"]);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_many_make_an_address_wait()
    {
        await using var web = await WebHost.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, Path, key: "another")).Status);
        for (var i = 0; i < FailedLogIns.MaxOfAddress; i++) await web.ApiAsync(HttpMethod.Get, Path, key: $"wrong {i}");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await web.ApiAsync(HttpMethod.Get, Path)).Status);
    }
}
