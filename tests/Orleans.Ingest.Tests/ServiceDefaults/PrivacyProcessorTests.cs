using System.Diagnostics;
using Orleans.Ingest.ServiceDefaults;
using Xunit;

namespace Orleans.Ingest.Tests.ServiceDefaults;

public sealed class PrivacyProcessorTests
{
    [Fact]
    public void A_span_leaves_without_what_says_who_the_visitor_is()
    {
        // A span shows the state of its parent when it has none itself.
        using var parent = new Activity("of the server") { TraceStateString = "vendor=x" }.Start();
        using var span = new Activity("POST /api/event").Start();
        foreach (var tag in (string[])["client.address", "user_agent.original", "network.peer.address", "url.query", "rpc.orleans.target_id", "http.route"]) span.SetTag(tag, "x");
        using var privacy = new PrivacyProcessor();
        Assert.Equal("vendor=x", span.TraceStateString);
        privacy.OnEnd(span);
        Assert.Empty(span.TraceStateString!);
        Assert.Equal(["http.route"], span.TagObjects.Select(tag => tag.Key));
    }
}
