using System.Net;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class VisitorAddressTests
{
    private const string Address = "216.160.83.56";

    [Fact]
    public async Task A_debug_request_tells_the_address_and_where_it_came_from_and_records_nothing()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("example.com");
        var answer = await web.PageviewAsync("example.com", ("X-Debug-Request", "true"), ("X-Forwarded-For", $"unknown, {Address}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([Address, "from x-forwarded-for"], lines);
        Assert.Empty(web.Cluster.Recorded);
    }

    [Fact]
    public async Task Headers_of_an_untrusted_peer_are_ignored_and_warned_of_once_without_the_address()
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:TrustedProxies", "203.0.113.0/24"));
        web.Cluster.AddSite("example.com");
        var answer = await web.PageviewAsync("example.com", ("X-Debug-Request", "true"), ("X-Forwarded-For", Address));
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.StartsWith("127.0.0.1\n", text);
        Assert.Contains("x-forwarded-for", text);
        await web.PageviewAsync("example.com", ("X-Forwarded-For", Address));
        var warning = Assert.Single(web.Log.Lines, line => line.Level == LogLevel.Warning);
        Assert.Contains("Ingest:TrustedProxies", warning.Text);
        Assert.DoesNotContain(web.Log.Lines, line => line.Text.Contains(Address) || line.Text.Contains("127.0.0.1"));
    }

    [Theory]
    [InlineData("203.0.113.0/24", "127.0.0.1")]
    [InlineData("127.0.0.1", Address)]
    public async Task The_connections_own_peer_is_judged_whatever_the_forwarded_headers_middleware_does(string trusted, string expected)
    {
        await using var web = await WebHost.StartAsync(null, null, ("Ingest:TrustedProxies", trusted), ("ForwardedHeaders_Enabled", "true"));
        var answer = await web.PageviewAsync("example.com", ("X-Debug-Request", "true"), ("X-Forwarded-For", Address));
        Assert.StartsWith(expected + "\n", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
