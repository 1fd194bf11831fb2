using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.Tests.Web.Fakes;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class StatementMetricsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly IMeterFactory _meters = Measures.NewMeters();
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];
    private readonly StatementMetrics _metrics;

    public StatementMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == _meters) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
        _metrics = new(_meters, role => role == EngineRole.Owner ? new(3, 0) : new(8, 2), _time);
    }

    public void Dispose() => _listener.Dispose();

    public static TheoryData<Exception?, string> Ends => new()
    {
        { null, "answered" },
        { new ChdbException("Code: 60. DB::Exception: Unknown table 'private'"), "refused" },
        { new RequestRefusedException("Code: 164. DB::Exception: someone: Cannot execute query in readonly mode."), "refused" },
        { new IOException("the pipe broke"), "failed" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_statement_is_measured_by_who_asked_and_how_it_ended_and_by_nothing_that_it_says(Exception? error, string outcome)
    {
        var thrown = await Record.ExceptionAsync(() => _metrics.MeasureAsync(EngineRole.Reader, () => EndsAfterASecond(error), CancellationToken.None));
        Assert.Same(error, thrown);
        Assert.Equal([$"ingest.clickhouse.statement.duration 1 role=reader outcome={outcome}"], _measured);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_failure()
    {
        var left = new CancellationToken(canceled: true);
        await Assert.ThrowsAsync<OperationCanceledException>(() => _metrics.MeasureAsync(EngineRole.Owner, () => EndsAfterASecond(new OperationCanceledException()), left));
        Assert.Equal(["ingest.clickhouse.statement.duration 1 role=owner outcome=left"], _measured);
    }

    [Fact]
    public void What_runs_and_what_waits_is_told_for_each_role()
    {
        _listener.RecordObservableInstruments();
        Assert.Equal(
            [
                "ingest.clickhouse.statements.running 3 role=owner", "ingest.clickhouse.statements.running 8 role=reader",
                "ingest.clickhouse.statements.waiting 0 role=owner", "ingest.clickhouse.statements.waiting 2 role=reader",
            ],
            _measured.Order(StringComparer.Ordinal));
    }

    private Task EndsAfterASecond(Exception? error)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return error is null ? Task.CompletedTask : Task.FromException(error);
    }

    private void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
}
