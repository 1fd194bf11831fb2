using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Orleans.Ingest.Contracts.Telemetry;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>
/// Traces requests to the API, some of them, by chance. Not by the usual instrumentation: that makes a span for each request before it asks whether the request is sampled,
/// and carries it through every await; here a request that is not chosen costs a random number. What a request's <c>traceparent</c> says is not asked: it comes from a
/// visitor's browser, and anyone could have each of his events traced.
/// </summary>
/// <param name="ratio">The share of requests that are traced, 0 to 1.</param>
internal sealed class RequestTracing(double ratio) : IStartupFilter
{
    /// <summary>Of a hundred requests one: enough to see where time goes, too few to slow anything down.</summary>
    public const double DefaultRatio = 0.01;

    /// <summary>What the span is called until its route is known.</summary>
    public const string SpanName = "http request";

    /// <summary>The share that the standard variables ask for: <c>OTEL_TRACES_SAMPLER</c> and <c>OTEL_TRACES_SAMPLER_ARG</c>.</summary>
    /// <exception cref="InvalidDataException">The ratio is none; the message says the fix.</exception>
    public static double RatioOf(IConfiguration configuration) => configuration["OTEL_TRACES_SAMPLER"] switch
    {
        "always_on" or "parentbased_always_on" => 1,
        "always_off" or "parentbased_always_off" => 0,
        _ => Ratio(configuration["OTEL_TRACES_SAMPLER_ARG"]),
    };

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => http => Random.Shared.NextDouble() < ratio && IsTraced(http.Request.Path) ? TraceAsync(following, http) : following(http));
        next(app);
    };

    /// <summary>
    /// Names and attributes as in OpenTelemetry's conventions for HTTP servers, but for those that say who asks (address, agent, query), and the server's name, which is
    /// what the client says it is.
    /// </summary>
    private static async Task TraceAsync(RequestDelegate following, HttpContext http)
    {
        // Where somebody logs each request, ASP.NET has begun an activity of its own under the visitor's traceparent, with his tracestate.
        Activity.Current = null;
        using var span = IngestTelemetry.Source.StartActivity(SpanName, ActivityKind.Server);
        if (span is null)
        {
            await following(http);
            return;
        }

        span.SetTag("http.request.method", http.Request.Method).SetTag("url.scheme", http.Request.Scheme).SetTag("url.path", http.Request.Path.Value);
        try
        {
            await following(http);
        }
        catch (Exception error)
        {
            span.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
            span.DisplayName = route is null ? http.Request.Method : $"{http.Request.Method} {route}";
            span.SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
            if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static bool IsTraced(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) && !path.StartsWithSegments("/api/health", StringComparison.Ordinal) && !path.StartsWithSegments("/api/system", StringComparison.Ordinal);

    private static double Ratio(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return DefaultRatio;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new InvalidDataException($"OTEL_TRACES_SAMPLER_ARG is '{text}': give the share of requests to trace, from 0 to 1, or leave it out for {DefaultRatio.ToString(CultureInfo.InvariantCulture)}.");
    }
}
