using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>
/// Samples the requests that <see cref="RequestTracing"/> has chosen, what follows from one, and what links to one. Nothing else begins a trace: a silo's own calls would fill
/// the store.
/// </summary>
internal sealed class FollowingSampler : Sampler
{
    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        if (samplingParameters.ParentContext.TraceId != default) return Decide(IsSampled(samplingParameters.ParentContext));
        return Decide(samplingParameters.Name == RequestTracing.SpanName || samplingParameters.Links?.Any(link => IsSampled(link.Context)) is true);
    }

    private static bool IsSampled(ActivityContext context) => context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);

    private static SamplingResult Decide(bool isSampled) => new(isSampled ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
