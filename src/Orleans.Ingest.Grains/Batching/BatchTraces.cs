using System.Diagnostics;
using Orleans.Ingest.Contracts.Telemetry;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>The span of an append.</summary>
internal static class BatchTraces
{
    /// <summary>
    /// Begins it when a sampled request's event is in the batch: within the trace of the first one, so that this trace shows it all, and linked to the
    /// others.
    /// </summary>
    public static Activity? StartAppend(GatheredBatch batch, int queue)
    {
        if (batch.Traces is not { Count: > 0 } traces || !IngestTelemetry.Source.HasListeners()) return null;
        if (!ActivityContext.TryParse(traces[0], traceState: null, isRemote: true, out var first)) return null;
        var span = IngestTelemetry.Source.StartActivity("log append", ActivityKind.Producer, first, tags: null, IngestTelemetry.LinksTo(traces.Skip(1)));
        return span?.SetTag("ingest.queue", queue).SetTag("ingest.batch.events", batch.Events);
    }
}
