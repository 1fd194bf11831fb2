using System.Collections.Immutable;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Writing;
using Orleans.Ingest.Web.Health;

namespace Orleans.Ingest.Server.Health;

/// <summary>Events can be accepted while the log takes them, whatever ClickHouse does.</summary>
internal sealed class EmbeddedHealth(IDurableLog log, ClickHouseChild child, WriterProblems writers) : IIngestHealth
{
    /// <inheritdoc />
    public HealthReport Report()
    {
        var status = log.Status;
        if (status.Fault is { } fault) return new(HealthStatus.Unavailable, [fault]);
        ImmutableArray<string> reasons = [.. ClickHouseReasons(), .. writers.All, .. DeadLetterReasons(status)];
        return reasons.IsEmpty ? HealthReport.Ok : new(HealthStatus.Degraded, reasons);
    }

    private IEnumerable<string> ClickHouseReasons()
    {
        var state = child.State;
        if (state.Phase == ClickHouseChildPhase.Ready) yield break;
        yield return $"The embedded ClickHouse is {state.Phase.ToString().ToLowerInvariant()}{(state.Reason is { } reason ? $": {reason}" : "")}; events are accepted and kept.";
    }

    private static IEnumerable<string> DeadLetterReasons(LogStatus status)
    {
        if (status.DeadLetters is not { } dead) yield break;
        yield return $"{dead.Count} flush group(s) could not be written and are kept in '{dead.Directory}' (the newest: {dead.Reason}). Move them away when they are dealt with; the next start counts anew.";
    }
}
