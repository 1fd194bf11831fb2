using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The model: its memory outlives a kill.</summary>
internal sealed class LogInMemory : LogUnderTest
{
    private readonly InMemoryLog _log;

    public LogInMemory() => _log = new(Time);

    public override IDurableLog Log => _log;

    public override Task KillAndReopenAsync() => Task.CompletedTask;
}
