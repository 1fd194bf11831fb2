using System.Diagnostics;

namespace Orleans.Ingest.Torture;

/// <summary>What a blow led to.</summary>
/// <param name="Blow">The blow.</param>
/// <param name="Began">When it was dealt, as <see cref="Stopwatch"/> counts.</param>
/// <param name="Ended">When what was struck was back and an event was accepted.</param>
/// <param name="Refused">Requests that were answered 503 for it: see <see cref="Refusal.CauseAmong"/>.</param>
public sealed record BlowOutcome(Blow Blow, long Began, long Ended, long Refused = 0)
{
    /// <summary>From the blow until its end.</summary>
    public TimeSpan Recovery => Stopwatch.GetElapsedTime(Began, Ended);
}
