namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Snapshots are kept by the half hour of their append and forgotten by whole half hours, 35 minutes after one has closed:
/// longer than a session lives (30 minutes) and than a late chunk is accepted (2 minutes).
/// </summary>
internal static class HalfHour
{
    /// <summary>How long a half hour is kept after it has closed.</summary>
    public static readonly TimeSpan KeptAfterClose = TimeSpan.FromMinutes(35);

    private static readonly TimeSpan _length = TimeSpan.FromMinutes(30);

    /// <summary>Number of the half hour that holds a time.</summary>
    public static long Of(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / _length.Ticks;

    /// <summary>True when nothing of a half hour is needed any more.</summary>
    public static bool IsOver(long halfHour, DateTimeOffset now) =>
        now > DateTimeOffset.UnixEpoch + ((halfHour + 1) * _length) + KeptAfterClose;
}
