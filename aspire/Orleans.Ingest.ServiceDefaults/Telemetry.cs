using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Orleans.Ingest.Contracts.Telemetry;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>
/// OpenTelemetry, as far as someone asks for it: traces, metrics and logs go to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (gRPC, or HTTP where
/// <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> says so), metrics to whoever scrapes <c>Ingest:Metrics:Port</c>. Without both, nothing is registered, and an instrument costs
/// a look at whether anybody listens.
/// </summary>
internal static class Telemetry
{
    private const string OrleansName = "Microsoft.Orleans";
    private const string OrleansGrainCalls = "Microsoft.Orleans.Application";
    private const string ClickHouseLines = "Orleans.Ingest.ClickHouse.Embedded.Supervision.ChildLog";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds it.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder, string role)
    {
        var toCollector = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpEndpoint]);
        var scraped = MetricsEndpoint.Of(builder.Configuration);
        if (!toCollector && scraped is null) return;

        var telemetry = builder.Services.AddOpenTelemetry()
            // The environment last, for the last one wins: OTEL_SERVICE_NAME, and what OTEL_RESOURCE_ATTRIBUTES says of the instance.
            .ConfigureResource(resource => resource
                .AddService($"orleans-ingest-{role}", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3))
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => AddMetrics(metrics, scraped));
        if (!toCollector) return;
        // Of ten seconds, as is usual, several would pass one after the other at the end: a collector that hangs would hold up every stop.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new("OTEL_EXPORTER_OTLP_TIMEOUT", "2000")] });
        telemetry.WithTracing(tracing => AddTracing(tracing, builder.Configuration)).UseOtlpExporter();
        builder.Services.AddSingleton<IStartupFilter>(new RequestTracing(RequestTracing.RatioOf(builder.Configuration)));
        builder.Services.AddHostedService(services => new CollectorWatch(WithoutUser(builder.Configuration[OtlpEndpoint]!), services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILogger<CollectorWatch>>()));
        // Every failed attempt with its stack: the watch says it once.
        builder.Logging.AddFilter("Polly", LogLevel.None);
        // No scopes: ASP.NET's hold a request's path and its connection's id.
        // What the embedded ClickHouse logs is shown here, and reported by itself.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>(ClickHouseLines, LogLevel.None);
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeFormattedMessage = true);
    }

    /// <summary>An address may hold a user and a password, which no log may.</summary>
    private static string WithoutUser(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority).Replace(uri.UserInfo + "@", "", StringComparison.Ordinal) : "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static void AddMetrics(MeterProviderBuilder metrics, MetricsEndpoint? scraped)
    {
        metrics.AddMeter(IngestTelemetry.Name, OrleansName, "Microsoft.AspNetCore.Hosting", "System.Runtime");
        metrics.AddView(ViewOf);
        scraped?.AddTo(metrics);
    }

    /// <summary>What is not worth its price for each event or grain call is not collected; a dropped instrument is not even listened to.</summary>
    private static MetricStreamConfiguration? ViewOf(Instrument instrument) => (instrument.Meter.Name, instrument.Name) switch
    {
        ("Microsoft.AspNetCore.Hosting", "http.server.request.duration") =>
            new ExplicitBucketHistogramConfiguration { Boundaries = [.. IngestTelemetry.Seconds], TagKeys = ["http.request.method", "http.route", "http.response.status_code"] },
        ("Microsoft.AspNetCore.Hosting", _) => MetricStreamConfiguration.Drop,
        (OrleansName, _) when !instrument.IsObservable => MetricStreamConfiguration.Drop,
        _ => null,
    };

    private static void AddTracing(TracerProviderBuilder tracing, IConfiguration configuration)
    {
        tracing.SetSampler(new FollowingSampler());
        tracing.AddSource(IngestTelemetry.Name);
        // Never Microsoft.Orleans.Runtime: each poll of a stream would be a trace.
        if (configuration.GetValue<bool>("Orleans:EnableDistributedTracing")) tracing.AddSource(OrleansGrainCalls);
        tracing.AddHttpClientInstrumentation();
        // Before the exporter, which is added last.
        tracing.AddProcessor(new PrivacyProcessor());
    }
}
