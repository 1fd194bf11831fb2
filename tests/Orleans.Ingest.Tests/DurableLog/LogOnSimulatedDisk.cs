using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;
using Orleans.Ingest.DurableLog.Local;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>A local log on a <see cref="SimulatedDisk"/>, which can be killed, lose power, and start again.</summary>
internal sealed class LogOnSimulatedDisk : LogUnderTest
{
    private const string Root = "/log";
    private LocalDurableLog _log;

    public LogOnSimulatedDisk() => _log = Open();

    public SimulatedDisk Disk { get; } = new();

    public LocalLogOptions Options { get; } = new() { Directory = Root, FlushInterval = FlushInterval, BusyBytes = 1, RoomBytes = 300 };

    public override IDurableLog Log => _log;

    public string QueuePath => Path.Combine(Root, "000");

    public override void EndAfter(int operations) => Disk.EndsAt = Disk.Operations + operations;

    public override async Task KillAndReopenAsync()
    {
        await _log.DisposeAsync();
        Disk.NextProcess();
        _log = Open();
    }

    /// <summary>The next process ends in its recovery, after so many operations.</summary>
    public async Task KillInRecoveryAsync(int operations)
    {
        await _log.DisposeAsync();
        Disk.NextProcess();
        EndAfter(operations);
        try
        {
            _log = Open();
        }
        catch (IOException)
        {
            // As intended; else it was through already.
        }
    }

    public async Task LosePowerAndReopenAsync(Random random)
    {
        await _log.DisposeAsync();
        Disk.LosePower(random);
        _log = Open();
    }

    private LocalDurableLog Open() => LocalDurableLog.Open(Options, Disk, Time, NullLogger<LocalDurableLog>.Instance);
}
