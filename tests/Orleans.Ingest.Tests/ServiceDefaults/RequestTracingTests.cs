using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.ServiceDefaults;
using Xunit;

namespace Orleans.Ingest.Tests.ServiceDefaults;

public sealed class RequestTracingTests
{
    [Fact]
    public async Task A_chosen_request_is_named_by_its_route_and_says_nothing_of_who_asks()
    {
        var span = Assert.Single(await TraceAsync(ratio: 1, "/api/v1/sites/a.test", StatusCodes.Status202Accepted));
        Assert.Equal(("POST /api/v1/sites/{id}", ActivityStatusCode.Unset), (span.DisplayName, span.Status));
        // What the browser's traceparent asks for is not followed.
        Assert.Null(span.ParentId);
        Assert.Equal(
            [new("http.request.method", "POST"), new("http.response.status_code", 202), new("http.route", "/api/v1/sites/{id}"), new("url.path", "/api/v1/sites/a.test"), new("url.scheme", "https")],
            span.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_failure_shows() =>
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(await TraceAsync(ratio: 1, "/api/fails", StatusCodes.Status503ServiceUnavailable)).Status);

    [Theory]
    [InlineData(0, "/api/event-not-chosen")]
    [InlineData(1, "/api/health/of-this-test")]
    [InlineData(1, "/api/system/of-this-test")]
    [InlineData(1, "/js/of-this-test")]
    public async Task What_is_not_chosen_or_no_work_has_no_span(double ratio, string path) => Assert.Empty(await TraceAsync(ratio, path, StatusCodes.Status200OK));

    [Theory]
    [InlineData("always_on", null, 1)]
    [InlineData("always_off", null, 0)]
    [InlineData("parentbased_traceidratio", "0.25", 0.25)]
    [InlineData(null, null, RequestTracing.DefaultRatio)]
    [InlineData(null, "0", 0)]
    public void The_standard_variables_are_understood(string? sampler, string? argument, double expected) =>
        Assert.Equal(expected, RequestTracing.RatioOf(Configured(sampler, argument)));

    [Theory]
    [InlineData("2")]
    [InlineData("all")]
    public void A_share_that_is_none_is_refused_with_the_fix(string argument) =>
        Assert.Contains("from 0 to 1", Assert.Throws<InvalidDataException>(() => RequestTracing.RatioOf(Configured(null, argument))).Message, StringComparison.Ordinal);

    private static IConfiguration Configured(string? sampler, string? argument) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("OTEL_TRACES_SAMPLER", sampler), new("OTEL_TRACES_SAMPLER_ARG", argument)]).Build();

    private static async Task<IReadOnlyCollection<Activity>> TraceAsync(double ratio, string path, int answer)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == IngestTelemetry.Name,
            Sample = static (ref options) => options.Name == RequestTracing.SpanName ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                // Other tests have their spans meanwhile.
                if (span.GetTagItem("url.path") as string == path) spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var services = new ServiceCollection().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        new RequestTracing(ratio).Configure(inner => inner.Run(http =>
        {
            http.SetEndpoint(new RouteEndpoint(_ => Task.CompletedTask, RoutePatternFactory.Parse("/api/v1/sites/{id}"), 0, null, null));
            http.Response.StatusCode = answer;
            return Task.CompletedTask;
        }))(app);
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Scheme, http.Request.Path) = ("POST", "https", path);
        http.Request.QueryString = new("?visitor=1");
        http.Request.Headers.UserAgent = "Agent/1.0";
        http.Request.Headers["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await app.Build()(http);
        return spans;
    }
}
