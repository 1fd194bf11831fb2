using System.Diagnostics;
using System.Runtime.InteropServices;
using Orleans.Ingest.ClickHouse.Embedded.Supervision;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class ChildTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_child_comes_back_with_its_data_at_the_same_port()
    {
        await using var clickHouse = new SupervisedClickHouse();
        await clickHouse.InitializeAsync();
        var (endpoint, process) = (clickHouse.Child.Endpoint, clickHouse.Child.ProcessId!.Value);
        await clickHouse.AskAsync("CREATE TABLE kept (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS fsync_after_insert = 1", asWriter: true, cancellationToken: Cancel);
        await clickHouse.AskAsync("INSERT INTO kept SELECT number FROM numbers(10000)", asWriter: true, cancellationToken: Cancel);
        var underWay = Enumerable.Range(0, 4).Select(_ => clickHouse.AskAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", cancellationToken: Cancel)).ToArray();
        while (await clickHouse.AskAsync("SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'", cancellationToken: Cancel) != "4") Cancel.ThrowIfCancellationRequested();

        Process.GetProcessById(process).Kill();
        foreach (var query in underWay) await Assert.ThrowsAnyAsync<Exception>(() => query);
        await WaitForAsync(clickHouse, ClickHouseChildPhase.Down);
        Assert.Equal(endpoint, await clickHouse.Child.WhenReadyAsync(Cancel));
        Assert.NotEqual(process, clickHouse.Child.ProcessId);
        Assert.Equal("10000\t49995000", await clickHouse.AskAsync("SELECT count(), sum(a) FROM kept", cancellationToken: Cancel));
        Assert.Contains("exit code 137", clickHouse.States.First(state => state.Phase == ClickHouseChildPhase.Down).Reason);
    }

    [Fact]
    public async Task Signals_of_the_group_leave_it_running_and_the_parent_ends_it()
    {
        var clickHouse = new SupervisedClickHouse();
        await clickHouse.InitializeAsync();
        var process = Process.GetProcessById(clickHouse.Child.ProcessId!.Value);
        foreach (var signal in new[] { 2, 15, 1 }) Assert.Equal(0, Kill(process.Id, signal));
        Assert.Equal("1", await clickHouse.AskAsync("SELECT 1", cancellationToken: Cancel));

        await clickHouse.DisposeAsync();
        Assert.True(process.HasExited);
        Assert.Equal(ClickHouseChildPhase.Stopped, clickHouse.Child.State.Phase);
        Assert.DoesNotContain(clickHouse.States, state => state.Phase == ClickHouseChildPhase.Down);
    }

    [Fact]
    public async Task A_parent_that_is_gone_ends_it()
    {
        var directory = Directory.CreateTempSubdirectory("clickhouse-orphan").FullName;
        var holder = Path.Combine(directory, "holder");

        // The pipe's other end is held by the process that is killed here.
        var start = new ProcessStartInfo("sh", ["-c", $"(echo secret; exec sh -c 'echo $$ > {holder}; exec sleep 600') | {string.Join(' ', ClickHouseProcess.Command)}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["Ingest__Role"] = "clickhouse";
        start.Environment["Ingest__ClickHouse__DataDirectory"] = Path.Combine(directory, "data");
        start.Environment["Ingest__ClickHouse__HttpPort"] = "0";
        start.Environment["Ingest__ClickHouse__Supervised"] = "true";
        using var shell = Process.Start(start)!;
        Assert.StartsWith("ready ", await shell.StandardOutput.ReadLineAsync(Cancel));

        Assert.Equal(0, Kill(int.Parse(await File.ReadAllTextAsync(holder, Cancel)), 9));
        await shell.WaitForExitAsync(Cancel);
        Assert.Equal(0, shell.ExitCode);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Data_of_a_newer_engine_is_refused_and_the_state_says_so()
    {
        var clickHouse = new SupervisedClickHouse();
        await File.WriteAllTextAsync(Path.Combine(clickHouse.DataDirectory, "chdb-version"), "99.1.0\n", Cancel);
        var start = clickHouse.InitializeAsync().AsTask();
        await WaitForAsync(clickHouse, ClickHouseChildPhase.Down);
        Assert.Contains("made by chDB 99.1.0", clickHouse.States.First(state => state.Phase == ClickHouseChildPhase.Down).Reason);

        // The cure works without a restart of the parent.
        File.Delete(Path.Combine(clickHouse.DataDirectory, "chdb-version"));
        await start;
        await clickHouse.DisposeAsync();
    }

    private static async Task WaitForAsync(SupervisedClickHouse clickHouse, ClickHouseChildPhase phase)
    {
        while (clickHouse.States.All(state => state.Phase != phase)) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
