using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web;

/// <summary>What a front end measures. No label can hold what a visitor or a tracker chose: values are of fixed lists.</summary>
public sealed class WebMetrics
{
    // Texts: true and false would be boxed for each event.
    private static readonly KeyValuePair<string, object?> _hit = new("result", "hit");
    private static readonly KeyValuePair<string, object?> _miss = new("result", "miss");

    private static readonly (VisitorSuspicion Flag, string Name)[] _suspicions =
        [(VisitorSuspicion.Untrusted, "untrusted"), (VisitorSuspicion.Private, "private"), (VisitorSuspicion.Addresses, "addresses"), (VisitorSuspicion.Users, "users")];

    private static readonly KeyValuePair<string, object?> _isKept = new("outcome", "kept");
    private static readonly KeyValuePair<string, object?> _isFull = new("outcome", "full");

    private readonly Meter _meter;
    private readonly Counter<long> _stored;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _quarantined;
    private readonly Counter<long> _unavailable;
    private readonly Counter<long> _ignoredHeaders;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _lookups;
    private readonly Histogram<double> _leases;
    private readonly Counter<long> _tokens;

    /// <summary>Creates the instruments.</summary>
    public WebMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(IngestTelemetry.Name);
        _stored = _meter.CreateCounter<long>("ingest.events.stored", "{event}", "Events answered as durable.");
        _dropped = _meter.CreateCounter<long>("ingest.events.dropped", "{event}", "Events dropped by a rule, by reason.");
        _quarantined = _meter.CreateCounter<long>("ingest.quarantine.events", "{event}", "Dropped events that were to be kept, by outcome: kept, or full (the bound of a site and hour, or too much waits).");
        _unavailable = _meter.CreateCounter<long>("ingest.requests.unavailable", "{request}", "Requests answered 503.");
        _ignoredHeaders = _meter.CreateCounter<long>("ingest.requests.untrusted_headers", "{request}", "Requests whose headers about the visitor's address were not believed.");
        _retries = _meter.CreateCounter<long>("ingest.retries", "{retry}", "Attempts repeated within a request's budget, by what was asked: session, site, salts.");
        _lookups = _meter.CreateCounter<long>("ingest.cache.lookups", "{lookup}", "Look-ups of what a front end keeps, by cache (site, salts) and result (hit, miss).");
        _leases = _meter.CreateHistogram(
            "ingest.site.lease.duration", "s", "Calls that renew a site's lease, by outcome (renewed, failed).", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = IngestTelemetry.Seconds });
        _tokens = _meter.CreateCounter<long>("ingest.site.lease.tokens", "{token}", "Tokens of rate limits that came with leases.");
    }

    internal void Stored() => _stored.Add(1);

    internal void Dropped(DropReason reason) => _dropped.Add(1, new KeyValuePair<string, object?>("reason", reason.Text()));

    internal void Quarantined(bool isKept) => _quarantined.Add(1, isKept ? _isKept : _isFull);

    internal void Unavailable() => _unavailable.Add(1);

    internal void IgnoredHeaders() => _ignoredHeaders.Add(1);

    internal void Retried(string target) => _retries.Add(1, new KeyValuePair<string, object?>("target", target));

    internal void LookedUp(string cache, bool isHit) => _lookups.Add(1, new KeyValuePair<string, object?>("cache", cache), isHit ? _hit : _miss);

    internal void LeaseRenewed(long began, int tokens)
    {
        _leases.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("outcome", "renewed"));
        if (tokens > 0) _tokens.Add(tokens);
    }

    internal void LeaseFailed(long began) => _leases.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("outcome", "failed"));

    /// <summary>A gauge that is read when somebody asks.</summary>
    internal void ObserveSuspicions(Func<VisitorSuspicion, bool> holds) => _meter.CreateObservableGauge(
        "ingest.visitors.suspect",
        () => _suspicions.Select(suspicion => new Measurement<int>(holds(suspicion.Flag) ? 1 : 0, new KeyValuePair<string, object?>("cause", suspicion.Name))),
        "1",
        "1 while the last thousand events look as if visitors were counted as one, by cause (untrusted, private, addresses, users).");

    /// <summary>Gauges that are read when somebody asks; a latency that is null is not shown.</summary>
    internal void ObserveFlow(Func<double> age, Func<double?> latency)
    {
        _meter.CreateObservableGauge("ingest.flow.age", age, "s", "How long ago the newest canary that has arrived in ClickHouse was sent; one is sent each minute.");
        _meter.CreateObservableGauge(
            "ingest.flow.latency", () => latency() is { } seconds ? [new Measurement<double>(seconds)] : Array.Empty<Measurement<double>>(), "s", "How long that canary took from the front end into ClickHouse.");
    }

    internal void ObserveWaiting(Func<long> waiting) =>
        _meter.CreateObservableUpDownCounter("ingest.requests.waiting", waiting, "{request}", "Requests that wait to become durable.");
}
