using System.Diagnostics.Metrics;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>What is measured of statements. Labels are of fixed lists: never a statement's text, nor a user, nor an address.</summary>
internal sealed class StatementMetrics
{
    /// <summary>The service's meter. By its name, since this project knows none of the service's others.</summary>
    private const string MeterName = "Orleans.Ingest";

    /// <summary>Seconds, from a small insert up to the longest that a reader may take.</summary>
    private static readonly InstrumentAdvice<double> _seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] };

    private readonly TimeProvider _time;
    private readonly Func<EngineRole, StatementLoad> _load;
    private readonly Histogram<double> _duration;

    /// <param name="meters">Makes the instruments.</param>
    /// <param name="load">How busy the engine is with a role's statements.</param>
    /// <param name="time">Measures.</param>
    public StatementMetrics(IMeterFactory meters, Func<EngineRole, StatementLoad> load, TimeProvider time)
    {
        (_load, _time) = (load, time);
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "ingest.clickhouse.statement.duration", "s", "Statements from their authentication to the end of their answer, waits included, by role (owner, reader) and outcome (answered, refused, failed, left).", tags: null, _seconds);
        meter.CreateObservableUpDownCounter("ingest.clickhouse.statements.running", () => Observe(now => now.Running), "{statement}", "Statements that run in the embedded ClickHouse, by role.");
        meter.CreateObservableUpDownCounter("ingest.clickhouse.statements.waiting", () => Observe(now => now.Waiting), "{statement}", "Statements that wait for a connection, or for their turn while ingestion is busy, by role.");
    }

    /// <summary>Measures one statement, however it ends.</summary>
    public async Task MeasureAsync(EngineRole role, Func<Task> run, CancellationToken left)
    {
        var began = _time.GetTimestamp();
        var outcome = "answered";
        try
        {
            await run();
        }
        catch (Exception error)
        {
            outcome = left.IsCancellationRequested ? "left" : error is ChdbException or RequestRefusedException ? "refused" : "failed";
            throw;
        }
        finally
        {
            _duration.Record(_time.GetElapsedTime(began).TotalSeconds, RoleTag(role), new("outcome", outcome));
        }
    }

    private Measurement<int>[] Observe(Func<StatementLoad, int> what) =>
        [.. Enum.GetValues<EngineRole>().Select(role => new Measurement<int>(what(_load(role)), RoleTag(role)))];

    private static KeyValuePair<string, object?> RoleTag(EngineRole role) => new("role", role == EngineRole.Owner ? "owner" : "reader");
}
