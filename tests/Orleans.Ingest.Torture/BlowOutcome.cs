namespace Orleans.Ingest.Torture;

/// <summary>What a blow led to.</summary>
/// <param name="Blow">The blow.</param>
/// <param name="Recovery">From the blow until what was struck was back and an event was accepted.</param>
/// <param name="Refused">Requests that were answered 503 from the blow until the next one.</param>
public sealed record BlowOutcome(Blow Blow, TimeSpan Recovery, long Refused);
