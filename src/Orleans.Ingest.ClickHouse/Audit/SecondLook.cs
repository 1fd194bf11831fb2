namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>A service may be writing while its tables are read: what is off is looked at again, and only what stays off is believed.</summary>
internal static class SecondLook
{
    private const int Looks = 4;

    // Longer than it takes to insert a group's sessions and counters after its events.
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromSeconds(2);

    /// <summary>What was off at every look, as the last one saw it.</summary>
    /// <param name="look">What is off now.</param>
    /// <param name="key">What is the same at each look.</param>
    /// <param name="time">Between the looks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<List<T>> StayingAsync<T, TKey>(Func<Task<List<T>>> look, Func<T, TKey> key, TimeProvider time, CancellationToken cancellationToken)
    {
        var off = await look();
        for (var looks = 1; looks < Looks && off.Count > 0; looks++)
        {
            await Task.Delay(_betweenLooks, time, cancellationToken);
            var before = off.Select(key).ToHashSet();
            off = (await look()).FindAll(one => before.Contains(key(one)));
        }

        return off;
    }
}
