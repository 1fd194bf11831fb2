using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Telemetry;

/// <summary>
/// How the event log stands, read when someone asks. A hosted service, so that the gauges are there before the first event. Silos that share a log say
/// the same of it: take the highest, not the sum.
/// </summary>
internal sealed class LogGauges(IMeterFactory meters, IDurableLog log, TimeProvider time) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(IngestTelemetry.Name);
        meter.CreateObservableGauge("ingest.log.usage", () => log.Status.UsedBytes, "By", "Bytes in the event log that wait for ClickHouse.");
        meter.CreateObservableGauge("ingest.log.limit", () => log.Status.MaxBytes, "By", "Bytes that the event log may hold before events are answered 503.");
        meter.CreateObservableGauge("ingest.log.oldest.age", OldestAge, "s", "Age of the oldest event that waits for ClickHouse; 0 when none does.");
        meter.CreateObservableGauge("ingest.log.available", () => log.Status.Fault is null ? 1 : 0, "1", "1 while the event log takes events, 0 while they are answered 503.");
        meter.CreateObservableGauge("ingest.log.dead_letters", () => log.Status.DeadLetters?.Count ?? 0, "{group}", "Flush groups that ClickHouse refused for good and that wait for someone to look at them.");
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private double OldestAge() => log.Status.OldestPending is { } oldest ? Math.Max(0, (time.GetUtcNow() - oldest).TotalSeconds) : 0;
}
