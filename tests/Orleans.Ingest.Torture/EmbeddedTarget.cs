using System.Globalization;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture;

/// <summary>The embedded mode: the service, and its ClickHouse as a child that it starts again by itself.</summary>
public sealed class EmbeddedTarget : ITarget
{
    private readonly ServiceProcess _service;
    private readonly LogWatch _watch;

    private EmbeddedTarget(ServiceProcess service)
    {
        _service = service;
        _watch = new(service.DataDirectory);
        Blows = [new("service", false, KillServiceAsync), new("ClickHouse", true, KillChildAsync), new("both", false, KillBothAsync)];
    }

    /// <inheritdoc />
    public IReadOnlyList<Uri> FrontEnds => [_service.Url];

    /// <inheritdoc />
    public ClickHouseHttp ClickHouse => _service.ClickHouse;

    /// <inheritdoc />
    public IReadOnlyList<Blow> Blows { get; }

    /// <inheritdoc />
    public string? Note => string.Create(CultureInfo.InvariantCulture, $"log at its largest: {_watch.PeakBytes / 1e6:0.0} MB");

    /// <summary>Starts the service, with some settings of its own.</summary>
    public static async Task<EmbeddedTarget> StartAsync(params (string Key, string Value)[] settings) => new(await ServiceProcess.StartAsync([("Ingest__FlushInterval", "00:00:01"), .. settings]));

    /// <inheritdoc />
    public async Task StartAgainAsync(IReadOnlyList<string> without)
    {
        await _service.StopAsync();
        foreach (var key in without) _service.Unset(key);
        await _service.StartAgainAsync();
    }

    /// <inheritdoc />
    public Task KillClickHouseAsync() => _service.KillClickHouseAsync();

    /// <inheritdoc />
    public Task StartClickHouseAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _watch.Dispose();
        return _service.DisposeAsync();
    }

    private Task KillServiceAsync()
    {
        _service.Kill();
        return _service.StartAgainAsync();
    }

    private async Task KillChildAsync()
    {
        await _service.KillClickHouseAsync();
        await ClickHouse.EventuallyAsync("SELECT 1", "1");
    }

    private async Task KillBothAsync()
    {
        // The child first, or it is gone with its parent.
        await _service.KillClickHouseAsync();
        await KillServiceAsync();
    }
}
