using System.Collections.Frozen;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Telemetry;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>
/// Says in the log when the collector does not take telemetry: the exporter tells only its event source. Said at most once in <see cref="SayAgainAfter"/>, since a collector that is
/// away fails every export of every signal.
/// </summary>
internal sealed partial class CollectorWatch(string endpoint, TimeProvider time, ILogger<CollectorWatch> logger) : IHostedService, IDisposable
{
    /// <summary>How long a collector may be away before it is said again.</summary>
    public static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(10);

    private readonly AtMostEvery _saying = new(SayAgainAfter, time);
    private Listener? _listener;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => Interlocked.Exchange(ref _listener, null)?.Dispose();

    /// <summary>An export has failed.</summary>
    public void Failed()
    {
        if (_saying.IsDue()) Log.NotTaken(logger, endpoint, SayAgainAfter.TotalMinutes);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The collector at {Endpoint} does not take telemetry: some of it is lost until it does, events are not. See OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_PROTOCOL (grpc or http/protobuf). Said at most every {Minutes} minutes.")]
        public static partial void NotTaken(ILogger logger, string endpoint, double minutes);
    }

    private sealed class Listener(CollectorWatch watch) : EventListener
    {
        private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

        private static readonly FrozenSet<string?> _failures = FrozenSet.ToFrozenSet<string?>(
            ["ExportFailure", "ExportMethodException", "FailedToReachCollector", "HttpRequestFailed", "OperationUnexpectedlyCanceled", "RequestTimedOut", "TransientHttpError"]);

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == Exporter) EnableEvents(eventSource, EventLevel.Warning);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (_failures.Contains(eventData.EventName)) watch.Failed();
        }
    }
}
