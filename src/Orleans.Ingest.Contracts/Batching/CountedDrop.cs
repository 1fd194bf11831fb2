using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Batching;

/// <summary>Drops that a front end has counted.</summary>
/// <param name="Minute">The minute of the drops, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="SiteId">The site; null when the domain names none.</param>
/// <param name="Domain">The domain as sent, or <c>(other)</c>.</param>
/// <param name="ScriptVersion">Version of the tracker script.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("ingest.CountedDrop")]
public readonly record struct CountedDrop(
    [property: Id(0)] DateTime Minute, [property: Id(1)] DropReason Reason, [property: Id(2)] ulong? SiteId, [property: Id(3)] string Domain, [property: Id(4)] ushort ScriptVersion, [property: Id(5)] ulong Count);
