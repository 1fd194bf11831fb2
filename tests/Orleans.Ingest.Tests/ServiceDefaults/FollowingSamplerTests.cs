using System.Diagnostics;
using OpenTelemetry.Trace;
using Orleans.Ingest.ServiceDefaults;
using Xunit;

namespace Orleans.Ingest.Tests.ServiceDefaults;

public sealed class FollowingSamplerTests
{
    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void What_follows_from_a_request_is_sampled_as_it_is(ActivityTraceFlags request, bool expected)
    {
        Assert.Equal(expected, IsSampled("session record", request));
        Assert.Equal(expected, IsSampled("clickhouse insert", parent: null, links: [new(Context(request))]));
    }

    [Fact]
    public void A_chosen_request_begins_a_trace_and_a_silos_own_call_does_not()
    {
        Assert.True(IsSampled(RequestTracing.SpanName, parent: null));
        Assert.False(IsSampled("ISiloHealthGrain/GetAsync", parent: null));
    }

    private static ActivityContext Context(ActivityTraceFlags flags) => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true);

    private static bool IsSampled(string name, ActivityTraceFlags? parent, IEnumerable<ActivityLink>? links = null)
    {
        var context = parent is { } flags ? Context(flags) : default;
        return new FollowingSampler().ShouldSample(new(context, ActivityTraceId.CreateRandom(), name, ActivityKind.Server, tags: null, links)).Decision == SamplingDecision.RecordAndSample;
    }
}
