using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;
using Orleans.Ingest.ServiceDefaults;
using Xunit;

namespace Orleans.Ingest.Tests.ServiceDefaults;

public sealed class RequestSamplerTests
{
    private const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    [Fact]
    public void What_a_browser_asks_for_does_not_decide()
    {
        Assert.False(IsSampled(new(0), Request, ActivityTraceFlags.Recorded));
        Assert.True(IsSampled(new(1), Request, ActivityTraceFlags.None));
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void What_follows_from_a_request_is_sampled_as_it_is(ActivityTraceFlags request, bool expected)
    {
        Assert.Equal(expected, IsSampled(new(0.5), "session record", request));
        Assert.Equal(expected, IsSampled(new(0.5), "clickhouse insert", parent: null, links: [new(Context(request))]));
    }

    [Fact]
    public void A_silos_own_calls_begin_no_trace() => Assert.False(IsSampled(new(1), "ISiloHealthGrain/GetAsync", parent: null));

    [Theory]
    [InlineData("always_on", null, 1)]
    [InlineData("always_off", null, 0)]
    [InlineData("parentbased_traceidratio", "1", 1)]
    [InlineData(null, "0", 0)]
    public void The_standard_variables_are_understood(string? sampler, string? argument, int expected) =>
        Assert.Equal(expected == 1, IsSampled(RequestSampler.Of(Configured(sampler, argument)), Request, parent: null));

    [Theory]
    [InlineData("2")]
    [InlineData("all")]
    public void A_share_that_is_none_is_refused_with_the_fix(string argument) =>
        Assert.Contains("from 0 to 1", Assert.Throws<InvalidDataException>(() => RequestSampler.Of(Configured(null, argument))).Message, StringComparison.Ordinal);

    private static IConfiguration Configured(string? sampler, string? argument) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", sampler), new("OTEL_TRACES_SAMPLER_ARG", argument)]).Build();

    private static ActivityContext Context(ActivityTraceFlags flags) => new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true);

    private static bool IsSampled(RequestSampler sampler, string name, ActivityTraceFlags? parent, IEnumerable<ActivityLink>? links = null)
    {
        var context = parent is { } flags ? Context(flags) : default;
        return sampler.ShouldSample(new(context, ActivityTraceId.CreateRandom(), name, ActivityKind.Server, tags: null, links)).Decision == SamplingDecision.RecordAndSample;
    }
}
