namespace Orleans.Ingest.Torture;

/// <summary>A request that was answered 503; both times as <see cref="System.Diagnostics.Stopwatch"/> counts.</summary>
/// <param name="Sent">When it was sent.</param>
/// <param name="Answered">When its answer came: its retry budget later, as a rule.</param>
public readonly record struct Refusal(long Sent, long Answered)
{
    /// <summary>
    /// The blow that it is put down to: one that was being dealt or recovered from while it waited, and of several one that may be noticed; after all
    /// others the last one that had begun. -1 when none had.
    /// </summary>
    /// <param name="blows">What was dealt, in its order.</param>
    public int CauseAmong(IReadOnlyList<BlowOutcome> blows)
    {
        var (cause, excused) = (-1, false);
        for (var i = 0; i < blows.Count && blows[i].Began <= Answered; i++)
        {
            var isMeanwhile = Sent <= blows[i].Ended;
            if (excused && !(isMeanwhile && !blows[i].Blow.IsUnnoticed)) continue;
            (cause, excused) = (i, isMeanwhile && !blows[i].Blow.IsUnnoticed);
        }

        return cause;
    }
}
