using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Web.Health;

namespace Orleans.Ingest.Server.Health;

/// <summary>Events can be accepted while the log takes them, whatever ClickHouse does.</summary>
internal sealed class EmbeddedHealth(IDurableLog log, ClickHouseChild child) : IIngestHealth
{
    /// <inheritdoc />
    public HealthReport Report()
    {
        var status = log.Status;
        if (status.Fault is { } fault) return new(HealthStatus.Unavailable, [fault]);
        if (status.UsedBytes >= status.MaxBytes)
        {
            return new(HealthStatus.Unavailable, [$"The event log holds {status.UsedBytes} of {status.MaxBytes} bytes: ClickHouse does not take inserts, see its state and Ingest:Log:MaxBytes."]);
        }

        var clickHouse = child.State;
        return clickHouse.Phase == ClickHouseChildPhase.Ready
            ? HealthReport.Ok
            : new(HealthStatus.Degraded, [$"The embedded ClickHouse is {clickHouse.Phase.ToString().ToLowerInvariant()}{(clickHouse.Reason is { } reason ? $": {reason}" : "")}; events are accepted and kept."]);
    }
}
