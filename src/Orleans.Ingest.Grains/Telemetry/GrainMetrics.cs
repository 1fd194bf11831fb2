using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Batching;

namespace Orleans.Ingest.Grains.Telemetry;

/// <summary>What a silo measures of batches, appends, flushes and sessions. Once per batch or group, not per event.</summary>
public sealed class GrainMetrics
{
    private static readonly InstrumentAdvice<double> _seconds = new() { HistogramBucketBoundaries = IngestTelemetry.Seconds };
    private static readonly InstrumentAdvice<long> _counts = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000] };
    private static readonly InstrumentAdvice<long> _bytes = new() { HistogramBucketBoundaries = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 23] };

    private readonly Histogram<long> _batchEvents;
    private readonly Histogram<long> _batchBytes;
    private readonly Histogram<double> _linger;
    private readonly Histogram<double> _append;
    private readonly Histogram<double> _flush;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _rows;
    private long _sessions;

    /// <summary>Creates the instruments.</summary>
    public GrainMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(IngestTelemetry.Name);
        _batchEvents = meter.CreateHistogram("ingest.batch.events", "{event}", "Events that leave with one append.", tags: null, _counts);
        _batchBytes = meter.CreateHistogram("ingest.batch.size", "By", "Bytes of rows and snapshots that leave with one append.", tags: null, _bytes);
        _linger = meter.CreateHistogram("ingest.batch.linger", "s", "How long the first event of a batch waits for the append before it.", tags: null, _seconds);
        _append = meter.CreateHistogram("ingest.append.duration", "s", "Appends to the event log, by outcome (appended, full, unavailable).", tags: null, _seconds);
        _refused = meter.CreateCounter<long>("ingest.chunks.refused", "{chunk}", "Sessions' parts of an append that the log did not take, by outcome (stale, late, unknown); their events are tried again.");
        _flush = meter.CreateHistogram("ingest.flush.duration", "s", "Deliveries of a flush group to ClickHouse, by outcome (inserted, failed, set_aside); a failed one is tried again.", tags: null, _seconds);
        _rows = meter.CreateCounter<long>("ingest.flush.rows", "{row}", "Rows inserted into ClickHouse, by table.");
        meter.CreateObservableUpDownCounter("ingest.sessions.live", () => LiveSessions, "{session}", "Visitors whose session is in this silo's memory: those seen in the last five minutes or so.");
    }

    /// <summary>Sessions in this silo's memory.</summary>
    internal long LiveSessions => Volatile.Read(ref _sessions);

    internal void SessionLoaded() => Interlocked.Increment(ref _sessions);

    internal void SessionUnloaded() => Interlocked.Decrement(ref _sessions);

    internal long AppendBegins(GatheredBatch batch)
    {
        var now = Stopwatch.GetTimestamp();
        if (batch.Chunks.Count == 0) return now;
        _batchEvents.Record(batch.Events);
        _batchBytes.Record(batch.Bytes);
        _linger.Record(Stopwatch.GetElapsedTime(batch.Began, now).TotalSeconds);
        return now;
    }

    internal void Appended(GatheredBatch batch, long began)
    {
        _append.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Outcome("appended"));
        CountRefused(batch);
    }

    internal void NotAppended(GatheredBatch batch, long began, bool isFull)
    {
        _append.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Outcome(isFull ? "full" : "unavailable"));
        CountRefused(batch);
    }

    internal void Flushed(long began, FlushOutcome outcome) => _flush.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, Outcome(outcome switch
    {
        FlushOutcome.Inserted => "inserted",
        FlushOutcome.SetAside => "set_aside",
        _ => "failed",
    }));

    internal void Inserted(InsertedRows rows)
    {
        _rows.Add(rows.Events, new KeyValuePair<string, object?>("table", "events_v2"));
        _rows.Add(rows.Sessions, new KeyValuePair<string, object?>("table", "sessions_v2"));
        _rows.Add(rows.Counters, new KeyValuePair<string, object?>("table", "ingest_counters"));
    }

    private static KeyValuePair<string, object?> Outcome(string outcome) => new("outcome", outcome);

    private void CountRefused(GatheredBatch batch)
    {
        foreach (var chunk in batch.Chunks)
        {
            if (chunk.Outcome == ChunkOutcome.Appended) continue;
            _refused.Add(1, Outcome(chunk.Outcome switch { ChunkOutcome.Stale => "stale", ChunkOutcome.Late => "late", _ => "unknown" }));
        }
    }
}
