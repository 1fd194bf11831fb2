using System.Globalization;
using Orleans.Ingest.Drivers;
using static System.FormattableString;

namespace Orleans.Ingest.Torture.Sizing;

/// <summary>What live sessions and events cost: memory, processor time, log, Redis, ClickHouse. The log is measured while ClickHouse stands still.</summary>
internal sealed class SizingRun(int sessions, int events, TimeSpan after, Action<string> say)
{
    private const int Connections = 64;
    private const int WarmUp = 5000;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(15);

    /// <summary>The embedded mode: one process beside its ClickHouse.</summary>
    public async Task EmbeddedAsync()
    {
        var metrics = new ScrapedMetrics(FreePort.Next());
        await using var service = await ServiceProcess.StartAsync(metrics.Setting, ("Ingest__RetryBudget", "00:01:00"), ("Ingest__FlushInterval", "00:00:01"), ("Ingest__Log__MaxBytes", "17179869184"));
        using var load = new VisitorLoad(service.Url, Connections);
        var log = Path.Combine(service.DataDirectory, "log");
        await RunAsync(load, service.ClickHouse, [new("service", service.Id, metrics)], () => Task.FromResult(BytesOf(log)), "log", await service.ChildIdAsync());
    }

    /// <summary>A cluster of one silo and one front end.</summary>
    public async Task ClusterAsync()
    {
        await using var cluster = await ClusterProcesses.StartAsync(1, 1, ("Ingest__RetryBudget", "00:01:00"), ("Ingest__Log__MaxBytes", "17179869184"));
        using var load = new VisitorLoad(cluster.FrontEnds[0].Url, Connections);
        var memory = new RedisMemory(cluster.RedisAddress);
        await RunAsync(load, cluster.ClickHouse, [new("silo", cluster.Silos[0].Process.Id), new("front end", cluster.FrontEnds[0].Process.Id), new("Redis", cluster.Redis.Id)], memory.UsedAsync, "Redis", cluster.ClickHouseProcess.Id);
    }

    private async Task RunAsync(VisitorLoad load, ClickHouseHttp clickHouse, MeasuredProcess[] processes, Func<Task<long>> logBytes, string log, int clickHouseId)
    {
        await load.SendAsync(0, WarmUp);
        await StoredAsync(clickHouse, WarmUp);
        await ProgramProcess.SignalAsync(clickHouseId, "STOP");
        var (before, logBefore) = (await ReadAsync(processes), await logBytes());
        var took = TimeSpan.Zero;
        for (var round = 0; round < events; round++) took += await load.SendAsync(WarmUp, sessions);
        var busy = processes.Select(process => ProcessFigures.Of(process.Id).Processor).ToArray();
        var (full, logFull) = (await ReadAsync(processes), await logBytes());
        var total = (double)sessions * events;
        Say($"{total:0} events of {sessions} visitors in {took.TotalSeconds:0} s: {total / took.TotalSeconds:0} a second with {Connections} connections");
        for (var i = 0; i < processes.Length; i++)
        {
            Say($"{processes[i].Name}: {(busy[i] - before[i].Processor).TotalMicroseconds / total:0} us of processor an event; {before[i].Resident / 1e6:0} MB, with the sessions {full[i].Resident / 1e6:0} MB: {PerSession(before[i], full[i])}");
        }

        Say($"{log} while ClickHouse is away: {(logFull - logBefore) / total:0} bytes an event");
        await ProgramProcess.SignalAsync(clickHouseId, "CONT");
        await StoredAsync(clickHouse, WarmUp + (long)total);
        await ClickHouseAsync(clickHouse);
        Say($"{log} when all is written: {(await logBytes() - logBefore) / (double)sessions:0} bytes a session");
        if (after == TimeSpan.Zero) return;
        await Task.Delay(after, TimeProvider.System);
        var rested = await ReadAsync(processes);
        for (var i = 0; i < processes.Length; i++) Say($"{processes[i].Name} {after} later: {rested[i].Resident / 1e6:0} MB: {PerSession(before[i], rested[i])}");
    }

    private string PerSession(ProcessFigures before, ProcessFigures with)
    {
        var managed = with.Managed - before.Managed is { } bytes ? Invariant($", {bytes / sessions:0} of them managed") : "";
        return Invariant($"{(with.Resident - before.Resident) / (double)sessions:0} bytes a session{managed}");
    }

    private async Task ClickHouseAsync(ClickHouseHttp clickHouse)
    {
        foreach (var table in (string[])["events_v2", "sessions_v2"])
        {
            var size = await clickHouse.QueryAsync($"SELECT sum(rows), sum(bytes_on_disk) FROM system.parts WHERE active AND table = '{table}'");
            var (rows, bytes) = (double.Parse(size[0].Split('\t')[0], CultureInfo.InvariantCulture), double.Parse(size[0].Split('\t')[1], CultureInfo.InvariantCulture));
            Say($"{table}: {rows:0} rows, {bytes / rows:0} bytes a row on disk");
        }
    }

    private static Task StoredAsync(ClickHouseHttp clickHouse, long count) => clickHouse.EventuallyAsync("SELECT count() FROM events_v2", _patience, count.ToString(CultureInfo.InvariantCulture));

    private static async Task<ProcessFigures[]> ReadAsync(MeasuredProcess[] processes) =>
        await Task.WhenAll(processes.Select(process => process.Name == "Redis" ? Task.FromResult(ProcessFigures.Of(process.Id)) : ProcessFigures.CollectedAsync(process.Id, process.Metrics)));

    private static long BytesOf(string directory) => new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Name.Contains('.', StringComparison.Ordinal) || file.Name.StartsWith("snapshots-", StringComparison.Ordinal)).Sum(file => file.Exists ? file.Length : 0);

    private void Say(FormattableString text) => say(Invariant(text));
}
