namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>ClickHouse's DateTime and the month that its partitions are named after.</summary>
internal static class UnixSeconds
{
    public const uint PerMinute = 60;

    public static uint Of(DateTime value) =>
        (uint)Math.Clamp((value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond, 0, uint.MaxValue);

    /// <summary>What <c>toYYYYMM</c> gives in UTC.</summary>
    public static int MonthOf(uint seconds)
    {
        var time = DateTime.UnixEpoch.AddSeconds(seconds);
        return (time.Year * 100) + time.Month;
    }
}
