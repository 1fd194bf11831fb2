namespace Orleans.Ingest.Contracts.Live;

/// <summary>Events of one site with one outcome.</summary>
/// <param name="Site">The domain as sent; <see cref="LiveOutcome.NoSite"/> where it names no site.</param>
/// <param name="Outcome">A drop reason's name, or one of <see cref="LiveOutcome"/>.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("ingest.LiveCount")]
public sealed record LiveCount([property: Id(0)] string Site, [property: Id(1)] string Outcome, [property: Id(2)] int Count);
