using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class PageBlocklistTests
{
    [Theory]
    [InlineData("/blocked/page", true)]
    [InlineData("/blocked", false)]
    [InlineData("/Blocked/page", false)]
    [InlineData("/caf%C3%A9", true)]
    public void Pathname_is_matched_as_it_is_stored(string path, bool blocked) =>
        Assert.Equal(
            blocked ? DropReason.SitePageBlocklist : null,
            new Pipelines().Drop(Pipelines.Request(("u", "https://example.com" + path)), Builders.Sites.With(pages: ["/blocked/**", "/café"])));
}
