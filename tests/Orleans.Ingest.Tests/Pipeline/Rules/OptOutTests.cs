using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class OptOutTests
{
    [Theory]
    [InlineData(true, true, DropReason.Gpc)]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    public void Wish_counts_when_the_site_honours_it(bool optedOut, bool honoured, DropReason? expected) =>
        Assert.Equal(expected, new Pipelines().Drop(Pipelines.From(context => context with { OptedOut = optedOut }), Builders.Sites.With(honourGpc: honoured)));
}
