using System.Diagnostics;
using Orleans.Ingest.ServiceDefaults;
using Xunit;

namespace Orleans.Ingest.Tests.ServiceDefaults;

public sealed class PrivacyProcessorTests
{
    [Fact]
    public void A_span_leaves_without_what_says_who_the_visitor_is()
    {
        using var span = new Activity("POST /api/event");
        foreach (var tag in (string[])["client.address", "user_agent.original", "network.peer.address", "url.query", "rpc.orleans.target_id", "http.route"]) span.SetTag(tag, "x");
        using var privacy = new PrivacyProcessor();
        span.TraceStateString = "vendor=x";
        privacy.OnEnd(span);
        Assert.Null(span.TraceStateString);
        Assert.Equal(["http.route"], span.TagObjects.Select(tag => tag.Key));
    }
}
