using Orleans.Concurrency;
using Orleans.Ingest.Contracts.Health;

namespace Orleans.Ingest.Grains.Health;

/// <summary>Answers for the silo that a front end reaches.</summary>
[StatelessWorker(1)]
internal sealed class SiloHealthGrain(SiloHealth health) : Grain, ISiloHealthGrain
{
    /// <inheritdoc />
    public ValueTask<SiloCondition> GetAsync() => new(health.Condition());
}
