using Orleans.Ingest.DurableLog.Contract;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>The contract, held by the model: what the tests ask for is possible.</summary>
public sealed class InMemoryLogContractTests : DurableLogContract
{
    protected override LogUnderTest Start() => new LogInMemory();
}
