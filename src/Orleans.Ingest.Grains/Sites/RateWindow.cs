namespace Orleans.Ingest.Grains.Sites;

/// <summary>
/// Tokens of a site's current fixed window. The sum of what <see cref="Lease"/> hands out in a window never exceeds the threshold, also
/// over the death of the grain: tokens are set aside durably, a quarter of the threshold at a time (a write costs a sync of the disk),
/// and what a dead grain had set aside counts as handed out.
/// </summary>
internal sealed class RateWindow(RateWindowState stored)
{
    private const int Quarters = 4;
    private const int Eighths = 8;

    private DateTime _start = stored.Start;
    private int _scaleSeconds = stored.ScaleSeconds;
    private long _handedOut = stored.SetAside;

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
    public RateGrant Lease(DateTime now, int threshold, int scaleSeconds, int wanted, RateWindowState durable)
    {
        Enter(StartOf(now, scaleSeconds), scaleSeconds);
        if (wanted <= 0) return new(_start, 0, null);
        var left = Math.Max(0, threshold - _handedOut);
        var tokens = (int)Math.Min(left, Math.Max(wanted, left / Eighths));
        var before = _handedOut;
        _handedOut += tokens;
        if (tokens == 0 || (IsOf(durable) && durable.SetAside >= _handedOut)) return new(_start, tokens, null);
        var setAside = Math.Min(threshold, Math.Max(_handedOut, before + (threshold / Quarters)));
        return new(_start, tokens, new() { Start = _start, ScaleSeconds = _scaleSeconds, SetAside = setAside });
    }

    /// <summary>What the window that was leased from last still has.</summary>
    public int Left(int threshold) => (int)Math.Max(0, threshold - _handedOut);

    /// <summary>The durable state without what was set aside and not handed out; null when nothing is left of it.</summary>
    public RateWindowState? Unused(RateWindowState durable) =>
        IsOf(durable) && durable.SetAside > _handedOut ? durable with { SetAside = _handedOut } : null;

    private void Enter(DateTime start, int scaleSeconds)
    {
        // Clocks of two machines differ: a window that is over elsewhere is not begun again here.
        var isBehind = start < _start && scaleSeconds == _scaleSeconds && _start - start <= TimeSpan.FromSeconds(scaleSeconds);
        if (isBehind || (start == _start && scaleSeconds == _scaleSeconds)) return;
        (_start, _scaleSeconds, _handedOut) = (start, scaleSeconds, 0);
    }

    private bool IsOf(RateWindowState durable) => durable.Start == _start && durable.ScaleSeconds == _scaleSeconds;
}
