using Orleans.Ingest.DurableLog.Contract;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The contract, held by the local log.</summary>
public sealed class LocalDurableLogContractTests : DurableLogContract
{
    protected override LogUnderTest Start() => new LogOnSimulatedDisk();
}
