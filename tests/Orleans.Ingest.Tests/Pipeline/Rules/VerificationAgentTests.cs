using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class VerificationAgentTests
{
    [Theory]
    [InlineData(Pipelines.VerificationAgent, DropReason.VerificationAgent)]
    [InlineData(Pipelines.VerificationAgent + "1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Agent_is_compared_as_a_whole(string? agent, DropReason? expected) =>
        Assert.Equal(expected, new Pipelines().Drop(Pipelines.From(context => context with { UserAgent = agent }), Builders.Sites.With()));
}
