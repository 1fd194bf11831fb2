namespace Orleans.Ingest.Grains.Sessions;

/// <summary>Remembers the most that there was, and says when half of it has gone.</summary>
/// <param name="crowd">Below this many there is nothing to gain.</param>
internal sealed class Peak(long crowd)
{
    private long _most;

    /// <summary>True once for each half that goes.</summary>
    /// <param name="now">How many there are.</param>
    public bool HasPassed(long now)
    {
        _most = Math.Max(_most, now);
        if (_most < crowd || now > _most / 2) return false;
        _most = now;
        return true;
    }
}
