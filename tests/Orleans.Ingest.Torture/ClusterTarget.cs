using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture;

/// <summary>A cluster: silos that die, stall and are rolled, front ends that die and are rolled, Redis and ClickHouse that die.</summary>
public sealed class ClusterTarget : ITarget
{
    private const int LastWords = 20;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(120);

    // Longer than an append or a delivery waits.
    private static readonly TimeSpan _stall = TimeSpan.FromSeconds(8);

    // Longer than an event is tried again by default.
    private static readonly TimeSpan _away = TimeSpan.FromSeconds(12);
    private readonly ClusterProcesses _cluster;
    private readonly RedisMemory _redisMemory;
    private readonly List<TimeSpan> _stallsFound = [];
    private readonly ConcurrentQueue<string> _endedByThemselves = [];

    private ClusterTarget(ClusterProcesses cluster)
    {
        _cluster = cluster;
        _redisMemory = new(cluster.RedisAddress);
        Supervise("Redis", cluster.Redis);
        Supervise("ClickHouse", cluster.ClickHouseProcess);
        foreach (var (process, _) in cluster.Silos) Supervise("silo", process);
        foreach (var (process, _) in cluster.FrontEnds) Supervise("front end", process);
        Blows =
        [
            .. cluster.Silos.SelectMany(silo => (Blow[])[
                new("silo killed", true, () => KillAsync(silo)), new("silo stalled", true, () => StallAsync(silo)), new("silo rolled", true, () => RollAsync(silo))]),
            .. cluster.FrontEnds.SelectMany(web => (Blow[])[new("front end killed", false, () => KillAsync(web)), new("front end rolled", false, () => RollAsync(web))]),
            new("Redis killed", true, KillRedisAsync),
            new("Redis away for long", false, KeepRedisAwayAsync),
            new("Redis full", false, FillRedisAsync),
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
    public string? Note
    {
        get
        {
            var notes = _endedByThemselves.ToList();
            if (_stallsFound.Count > 0) notes.Add(string.Create(CultureInfo.InvariantCulture, $"stalled silos declared dead after {_stallsFound.Min().TotalSeconds:0.0} to {_stallsFound.Max().TotalSeconds:0.0} s"));
            return notes.Count == 0 ? null : string.Join('\n', notes);
        }
    }

    /// <summary>Starts the cluster, its members with some settings of their own.</summary>
    public static async Task<ClusterTarget> StartAsync(int silos, int frontEnds, params (string Key, string Value)[] settings) => new(await ClusterProcesses.StartAsync(silos, frontEnds, settings));

    /// <summary>The same for a cluster that is cut in two: see <see cref="ClusterProcesses.StartSplitAsync"/>.</summary>
    public static async Task<ClusterTarget> StartSplitAsync(int silos, int frontEnds, params (string Key, string Value)[] settings) => new(await ClusterProcesses.StartSplitAsync(silos, frontEnds, settings));

    /// <inheritdoc />
    public async Task StartAgainAsync(IReadOnlyList<string> without)
    {
        (ProgramProcess Process, Uri Url)[] members = [.. _cluster.FrontEnds, .. _cluster.Silos];
        foreach (var (process, _) in members) await process.StopAsync(_patience);
        foreach (var (process, _) in members.Reverse())
        {
            foreach (var key in without) process.Environment.Remove(key);
            process.Start();
        }

        await Task.WhenAll(members.Select(_cluster.HealthyAsync));
    }

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

    /// <summary>Starts what ends by itself again, as an orchestrator would, and keeps what it said last.</summary>
    private void Supervise(string name, ProgramProcess process) => process.EndedByItself += (_, _) =>
    {
        _endedByThemselves.Enqueue($"{name} ended by itself with exit code {process.ExitCode}, and was started again; its last words:\n{string.Join('\n', process.Output.Split('\n').TakeLast(LastWords))}");
        process.Start();
    };

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
        var began = Stopwatch.GetTimestamp();
        await silo.Process.SignalAsync("STOP");
        if (_cluster.HasCompany(silo.Process))
        {
            await _cluster.DeadAsync(silo.Process);
            _stallsFound.Add(Stopwatch.GetElapsedTime(began));
        }

        var left = _stall - Stopwatch.GetElapsedTime(began);
        if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System);
        await silo.Process.SignalAsync("CONT");
        if (_cluster.HasCompany(silo.Process))
        {
            // It finds that the others took it for dead, and ends; an orchestrator starts it again.
            if (!await silo.Process.EndsWithinAsync(_patience)) throw new InvalidOperationException($"A silo goes on although the others took it for dead:\n{silo.Process.Output}");
            silo.Process.Start();
        }

        await _cluster.HealthyAsync(silo);
    }

    private Task KillRedisAsync()
    {
        _cluster.Redis.Kill();
        _cluster.Redis.Start();
        return Task.WhenAll(_cluster.FrontEnds.Select(_cluster.HealthyAsync));
    }

    private async Task KeepRedisAwayAsync()
    {
        _cluster.Redis.Kill();
        await Task.Delay(_away, TimeProvider.System);
        _cluster.Redis.Start();
        await Task.WhenAll(_cluster.Silos.Concat(_cluster.FrontEnds).Select(_cluster.HealthyAsync));
    }

    private async Task FillRedisAsync()
    {
        await _redisMemory.LimitAsync(more: 0);
        await Task.Delay(_away, TimeProvider.System);
        await _redisMemory.LimitAsync(null);
        await Task.WhenAll(_cluster.Silos.Concat(_cluster.FrontEnds).Select(_cluster.HealthyAsync));
    }

    private async Task KillAndStartClickHouseAsync()
    {
        await KillClickHouseAsync();
        await StartClickHouseAsync();
    }
}
