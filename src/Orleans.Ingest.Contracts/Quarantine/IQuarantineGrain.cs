namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>Takes dropped events that are to be kept from front ends that are no silos, and shows what is kept; key 0. A stateless worker.</summary>
[Alias("ingest.IQuarantineGrain")]
public interface IQuarantineGrain : IGrainWithIntegerKey
{
    /// <summary>The events leave with the silo's next append. Told twice of the same events, it keeps them once.</summary>
    /// <param name="payload">The events, encoded for the log.</param>
    [Alias("KeepAsync")]
    ValueTask KeepAsync(byte[] payload);

    /// <summary>What is kept of a site, by the rule that dropped it. Fails when ClickHouse is away.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="hours">How far back, from 1 to 24.</param>
    [Alias("ShowAsync")]
    Task<QuarantineContents> ShowAsync(ulong siteId, int hours);

    /// <summary>What <see cref="Upkeep.IUpkeepGrain.RedecideAsync"/> would do now. Nothing is changed. Fails when ClickHouse is away.</summary>
    [Alias("PreviewAsync")]
    Task<RedecisionPreview> PreviewAsync(RedecisionRequest request);
}
