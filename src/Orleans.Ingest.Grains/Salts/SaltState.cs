using Orleans.Ingest.Contracts.Salts;

namespace Orleans.Ingest.Grains.Salts;

/// <summary>The salts that are kept.</summary>
[GenerateSerializer, Alias("ingest.SaltState")]
internal sealed record SaltState
{
    /// <summary>One a day, oldest first.</summary>
    [Id(0)] public List<DailySalt> Salts { get; set; } = [];

    /// <summary>One was deleted that the storage's files may still hold.</summary>
    [Id(1)] public bool HasToErase { get; set; }
}
