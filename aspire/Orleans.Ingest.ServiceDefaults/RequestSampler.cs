using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>
/// Samples requests by chance; what follows from a sampled request is sampled, and so is what links to one. Nothing else begins a trace: a silo's own
/// calls would fill the store. What a request's <c>traceparent</c> says is not asked: it comes from a visitor's browser, and anyone could have each of
/// his events traced.
/// </summary>
internal sealed class RequestSampler(double ratio) : Sampler
{
    /// <summary>Of a hundred requests one: enough to see where time goes, too few to slow anything down.</summary>
    public const double DefaultRatio = 0.01;

    private const string AspNetRequest = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    /// <summary>The sampler that the standard variables ask for: <c>OTEL_TRACES_SAMPLER</c> and <c>OTEL_TRACES_SAMPLER_ARG</c>.</summary>
    /// <exception cref="InvalidDataException">The ratio is none; the message says the fix.</exception>
    public static RequestSampler Of(IConfiguration configuration) => new(configuration["OTEL_TRACES_SAMPLER"] switch
    {
        "always_on" or "parentbased_always_on" => 1,
        "always_off" or "parentbased_always_off" => 0,
        _ => Ratio(configuration["OTEL_TRACES_SAMPLER_ARG"]),
    });

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var isRequest = samplingParameters.Name == AspNetRequest;
        if (!isRequest && samplingParameters.ParentContext.TraceId != default) return Decide(IsSampled(samplingParameters.ParentContext));
        // By chance, not by the trace's id, which the client may have chosen.
        if (isRequest) return Decide(Random.Shared.NextDouble() < ratio);
        return Decide(samplingParameters.Links?.Any(link => IsSampled(link.Context)) is true);
    }

    private static bool IsSampled(ActivityContext context) => context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);

    private static SamplingResult Decide(bool isSampled) => new(isSampled ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);

    private static double Ratio(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return DefaultRatio;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1
            ? ratio
            : throw new InvalidDataException($"OTEL_TRACES_SAMPLER_ARG is '{text}': give the share of requests to trace, from 0 to 1, or leave it out for {DefaultRatio.ToString(CultureInfo.InvariantCulture)}.");
    }
}
