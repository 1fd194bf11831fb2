using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Grains.Books;
using Orleans.Ingest.Grains.Telemetry;
using Orleans.Ingest.Tests.DurableLog;
using Orleans.Ingest.Web;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Meters of a test's own.</summary>
internal static class Measures
{
    public static IMeterFactory NewMeters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static WebMetrics New() => new(NewMeters());

    /// <summary>All instruments of the program: name, unit and kind of each.</summary>
    public static IReadOnlyList<string> AllInstruments()
    {
        var meters = NewMeters();
        var found = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == IngestTelemetry.Name) found.Add($"{instrument.Name} {instrument.Unit} {KindOf(instrument)}");
        };
        listener.Start();
        var web = new WebMetrics(meters);
        web.ObserveWaiting(() => 0);
        web.ObserveSuspicions(_ => false);
        web.ObserveFlow(() => 0, () => null);
        _ = new GrainMetrics(meters);
        _ = new StatementMetrics(meters, _ => default, TimeProvider.System);
        new LogGauges(meters, new InMemoryLog(TimeProvider.System), TimeProvider.System).StartAsync(CancellationToken.None).GetAwaiter().GetResult();
        new BooksWatch(new FakeCluster(TimeProvider.System), meters, TimeProvider.System).StartAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        return found;
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" => "gauge",
        "ObservableUpDownCounter" => "sum",
        var other => other,
    };
}
