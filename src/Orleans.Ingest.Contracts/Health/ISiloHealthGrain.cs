namespace Orleans.Ingest.Contracts.Health;

/// <summary>Tells front ends how the silo stands that answers; key 0.</summary>
[Alias("ingest.ISiloHealthGrain")]
public interface ISiloHealthGrain : IGrainWithIntegerKey
{
    /// <summary>The newest known state.</summary>
    [Alias("GetAsync")]
    ValueTask<SiloCondition> GetAsync();
}
