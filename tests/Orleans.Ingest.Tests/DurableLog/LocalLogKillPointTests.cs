using System.Text;
using Orleans.Ingest.DurableLog.Contract;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The process ends before every single file operation of a run, with and without a power loss.</summary>
public sealed class LocalLogKillPointTests
{
    private static readonly CancellationToken _none = CancellationToken.None;

    [Fact]
    public async Task Whatever_operation_a_kill_falls_on_every_acknowledged_row_comes_out_once_and_its_snapshot_stays()
    {
        var killedAt = 0;
        while (await RunAsync(killedAt, powerLoss: null)) killedAt++;
        Assert.True(killedAt > 40, $"only {killedAt} operations");
    }

    [Fact]
    public async Task Whatever_operation_a_power_loss_falls_on_every_acknowledged_row_comes_out_once_and_its_snapshot_stays()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var killedAt = 0;
            while (await RunAsync(killedAt, new Random(seed))) killedAt++;
        }
    }

    [Fact]
    public async Task A_kill_in_the_recovery_from_a_kill_loses_nothing_either()
    {
        for (var recovery = 0; recovery < 24; recovery++)
        {
            var killedAt = 0;
            while (await RunAsync(killedAt, new Random(recovery), recovery)) killedAt++;
        }
    }

    /// <summary>True when the kill fell within the run.</summary>
    private static async Task<bool> RunAsync(int killedAt, Random? powerLoss, int? killedInRecoveryAt = null)
    {
        await using var log = new LogOnSimulatedDisk();
        var traffic = new LogTraffic(log);
        log.Disk.NextProcess();
        log.EndAfter(killedAt);
        Func<Task>[] steps =
        [
            () => traffic.AppendAsync(1), () => traffic.AppendAsync(2), () => WriteNextAsync(log, traffic),
            () => traffic.AppendAsync(1), () => traffic.AppendAsync(3), () => SetNextAsideAsync(log),
            () => traffic.AppendAsync(1), () => HalfAnHourAsync(log), () => WriteNextAsync(log, traffic), () => traffic.AppendAsync(2),
        ];
        // A dead process takes no further step: it could insert what it has in memory.
        foreach (var step in steps.TakeWhile(_ => log.Disk.Operations <= killedAt)) await step();

        var wasKilled = log.Disk.Operations > killedAt;
        if (killedInRecoveryAt is { } operations) await log.KillInRecoveryAsync(operations);
        if (powerLoss is null) await log.KillAndReopenAsync();
        else await log.LosePowerAndReopenAsync(powerLoss);
        await traffic.AppendAsync(1);
        await traffic.AppendAsync(9);
        await traffic.WriteAllAsync();
        var deadLetters = DeadLetters(log);
        await traffic.CheckAsync([.. traffic.Sent.Where(row => deadLetters.Contains(row, StringComparison.Ordinal))]);
        return wasKilled;
    }

    private static string DeadLetters(LogOnSimulatedDisk log) => string.Concat(log.Disk.Paths
        .Where(path => path.Contains("dead-letters", StringComparison.Ordinal) && path.EndsWith(".sealed", StringComparison.Ordinal))
        .Select(path => Encoding.Latin1.GetString(log.Disk[path])));

    private static Task HalfAnHourAsync(LogOnSimulatedDisk log)
    {
        log.Time.Advance(TimeSpan.FromMinutes(31));
        return Task.CompletedTask;
    }

    private static Task WriteNextAsync(LogOnSimulatedDisk log, LogTraffic traffic) => UntilKilledAsync(log, traffic.WriteGroupAsync);

    private static Task SetNextAsideAsync(LogOnSimulatedDisk log) => UntilKilledAsync(log, async () =>
    {
        if (await log.Log.ClaimGroupAsync(0, _none) is { } group) await log.Log.SetAsideAsync(group, "the test says so", _none);
    });

    private static async Task UntilKilledAsync(LogOnSimulatedDisk log, Func<Task> step)
    {
        log.Time.Advance(LogUnderTest.FlushInterval);
        try
        {
            await step();
        }
        catch (IOException)
        {
            // Killed.
        }
    }
}
