using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class HostnameAllowlistTests
{
    [Theory]
    [InlineData("https://example.com/", true)]
    [InlineData("https://www.example.com/", true)]
    [InlineData("https://sub.example.com/", true)]
    [InlineData("https://example.com.pl/", false)]
    [InlineData("about:blank", false)]
    public void Some_pattern_must_match(string url, bool allowed) =>
        Assert.Equal(
            allowed ? null : DropReason.SiteHostnameAllowlist,
            new Pipelines().Drop(Pipelines.Request(("u", url)), Builders.Sites.With(hostnames: ["nothing.example", "*example.com"])));
}
