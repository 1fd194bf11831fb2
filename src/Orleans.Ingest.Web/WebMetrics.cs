using System.Diagnostics.Metrics;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web;

/// <summary>What a front end counts, as the meter <see cref="MeterName"/>.</summary>
public sealed class WebMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Orleans.Ingest.Web";

    private readonly Counter<long> _stored;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _unavailable;
    private readonly Counter<long> _ignoredHeaders;

    /// <summary>Creates the counters.</summary>
    public WebMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _stored = meter.CreateCounter<long>("ingest.events.stored", "{event}", "Events answered as durable.");
        _dropped = meter.CreateCounter<long>("ingest.events.dropped", "{event}", "Events dropped by a rule.");
        _unavailable = meter.CreateCounter<long>("ingest.requests.unavailable", "{request}", "Requests answered 503.");
        _ignoredHeaders = meter.CreateCounter<long>("ingest.requests.untrusted_headers", "{request}", "Requests whose headers about the visitor's address were not believed.");
    }

    internal void Stored() => _stored.Add(1);

    internal void Dropped(DropReason reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason.Text()));

    internal void Unavailable() => _unavailable.Add(1);

    internal void IgnoredHeaders() => _ignoredHeaders.Add(1);
}
