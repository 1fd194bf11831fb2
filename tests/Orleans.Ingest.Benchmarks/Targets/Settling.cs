using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Benchmarks.Targets;

/// <summary>Awaits that a ClickHouse has taken everything and merged what it wants to merge.</summary>
internal static class Settling
{
    /// <summary>Longer than a flush interval: rows that wait for the next flush show by then.</summary>
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(6);

    public static async Task OfAsync(ClickHouseHttp clickHouse)
    {
        var (before, since) = ("", TimeProvider.System.GetTimestamp());
        await Until.TrueAsync(
            async () =>
            {
                var now = string.Join(" ", await clickHouse.QueryAsync("SELECT (SELECT count() FROM events_v2), (SELECT count() FROM system.merges)"));
                if (now != before || !now.EndsWith("\t0", StringComparison.Ordinal)) (before, since) = (now, TimeProvider.System.GetTimestamp());
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
                return TimeProvider.System.GetElapsedTime(since) > _quiet;
            },
            TimeSpan.FromMinutes(5),
            () => $"ClickHouse does not come to rest: {before}");
    }
}
