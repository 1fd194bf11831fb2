namespace Orleans.Ingest.Grains.Sites;

/// <summary>Tokens of a site's current fixed window. The sum of what <see cref="Lease"/> hands out in a window never exceeds the threshold.</summary>
internal sealed class RateWindow
{
    private DateTime _start;
    private long _handedOut;

    /// <summary>Start of the window that holds a time: windows are multiples of the scale since 1970.</summary>
    public static DateTime StartOf(DateTime now, int scaleSeconds)
    {
        var ticks = (now - DateTime.UnixEpoch).Ticks;
        return DateTime.UnixEpoch.AddTicks(ticks - (ticks % (scaleSeconds * TimeSpan.TicksPerSecond)));
    }

    /// <summary>
    /// Hands out tokens: what is wanted, and ahead of need an eighth of what is left, so that leases shrink towards the end of the
    /// threshold and little of it dies unspent in another front end.
    /// </summary>
    /// <returns>Start of the window, and the tokens.</returns>
    public (DateTime Window, int Tokens) Lease(DateTime now, int threshold, int scaleSeconds, int wanted)
    {
        var start = StartOf(now, scaleSeconds);
        if (start != _start) (_start, _handedOut) = (start, 0);
        if (wanted <= 0) return (start, 0);
        var left = Math.Max(0, threshold - _handedOut);
        var tokens = (int)Math.Min(left, Math.Max(wanted, left / 8));
        _handedOut += tokens;
        return (start, tokens);
    }
}
