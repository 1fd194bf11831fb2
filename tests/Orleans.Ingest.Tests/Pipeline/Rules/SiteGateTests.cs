using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class SiteGateTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Fact]
    public void Unknown_site_comes_first() => Assert.Equal(DropReason.NotFound, EventPipeline.CheckSite(null, Today));

    [Fact]
    public void Last_day_is_included()
    {
        Assert.Null(EventPipeline.CheckSite(Builders.Sites.With(acceptTrafficUntil: Today), Today));
        Assert.Equal(DropReason.PaymentRequired, EventPipeline.CheckSite(Builders.Sites.With(acceptTrafficUntil: Today.AddDays(-1), rateLimit: 0), Today));
    }

    [Fact]
    public void Limit_of_0_blocks()
    {
        Assert.Equal(DropReason.Block, EventPipeline.CheckSite(Builders.Sites.With(rateLimit: 0), Today));
        Assert.Null(EventPipeline.CheckSite(Builders.Sites.With(rateLimit: 1), Today));
        Assert.Null(EventPipeline.CheckSite(Builders.Sites.With(), Today));
    }
}
