using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture;

/// <summary>A cluster: silos that die, stall and are rolled, front ends that die and are rolled, Redis and ClickHouse that die.</summary>
public sealed class ClusterTarget : ITarget
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    // Longer than it takes the others to declare a silo dead, and than an append or a delivery waits.
    private static readonly TimeSpan _stall = TimeSpan.FromSeconds(8);
    private readonly ClusterProcesses _cluster;

    private ClusterTarget(ClusterProcesses cluster)
    {
        _cluster = cluster;
        Blows =
        [
            .. cluster.Silos.SelectMany(silo => (Blow[])[
                new("silo killed", true, () => KillAsync(silo)), new("silo stalled", true, () => StallAsync(silo)), new("silo rolled", true, () => RollAsync(silo))]),
            .. cluster.FrontEnds.SelectMany(web => (Blow[])[new("front end killed", false, () => KillAsync(web)), new("front end rolled", false, () => RollAsync(web))]),
            new("Redis killed", true, KillRedisAsync),
            new("ClickHouse killed", true, KillAndStartClickHouseAsync),
        ];
    }

    /// <inheritdoc />
    public IReadOnlyList<Uri> FrontEnds => [.. _cluster.FrontEnds.Select(member => member.Url)];

    /// <inheritdoc />
    public ClickHouseHttp ClickHouse => _cluster.ClickHouse;

    /// <inheritdoc />
    public IReadOnlyList<Blow> Blows { get; }

    /// <inheritdoc />
    public string? Note => null;

    /// <summary>Starts the cluster, its members with some settings of their own.</summary>
    public static async Task<ClusterTarget> StartAsync(int silos, int frontEnds, params (string Key, string Value)[] settings) => new(await ClusterProcesses.StartAsync(silos, frontEnds, settings));

    /// <inheritdoc />
    public Task KillClickHouseAsync()
    {
        _cluster.ClickHouseProcess.Kill();
        return Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
    }

    /// <inheritdoc />
    public Task StartClickHouseAsync()
    {
        _cluster.ClickHouseProcess.Start();
        return ClickHouse.EventuallyAsync("SELECT 1", _patience, "1");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private Task KillAsync((ProgramProcess Process, Uri Url) member)
    {
        member.Process.Kill();
        member.Process.Start();
        return _cluster.HealthyAsync(member);
    }

    private async Task RollAsync((ProgramProcess Process, Uri Url) member)
    {
        await member.Process.StopAsync(_patience);
        member.Process.Start();
        await _cluster.HealthyAsync(member);
    }

    private async Task StallAsync((ProgramProcess Process, Uri Url) silo)
    {
        await silo.Process.SignalAsync("STOP");
        await Task.Delay(_stall, TimeProvider.System);
        await silo.Process.SignalAsync("CONT");
        // If the others took it for dead it finds that out, and ends; an orchestrator starts it again. If they did not, it goes on.
        if (await silo.Process.EndsWithinAsync(_stall)) silo.Process.Start();
        await _cluster.HealthyAsync(silo);
    }

    private Task KillRedisAsync()
    {
        _cluster.Redis.Kill();
        _cluster.Redis.Start();
        return Task.WhenAll(_cluster.FrontEnds.Select(_cluster.HealthyAsync));
    }

    private async Task KillAndStartClickHouseAsync()
    {
        await KillClickHouseAsync();
        await StartClickHouseAsync();
    }
}
