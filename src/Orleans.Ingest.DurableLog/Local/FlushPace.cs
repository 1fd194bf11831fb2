namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// How old a segment gets before it becomes a flush group. An insert costs ClickHouse for each of its columns and for merging one more part, however few rows it brings:
/// under load, fewer and larger ones leave it the time that events need.
/// </summary>
/// <param name="interval">The age while deliveries are short.</param>
/// <param name="time">The clock.</param>
internal sealed class FlushPace(TimeSpan interval, TimeProvider time)
{
    /// <summary>A delivery may take one part in so many of the time.</summary>
    private const int Share = 10;

    /// <summary>However long deliveries take, events are not kept from their readers for more than so many intervals.</summary>
    private const int Longest = 5;

    /// <summary>Bytes of a group that is no load, whatever its delivery took: the first ones wait for compilers and for ClickHouse's start.</summary>
    private const long Small = 1 << 20;

    private long _began;
    private TimeSpan _delivery;

    /// <summary>The age.</summary>
    public TimeSpan Age
    {
        get
        {
            var wanted = _delivery * Share;
            return wanted < interval ? interval : wanted > interval * Longest ? interval * Longest : wanted;
        }
    }

    /// <summary>A group was handed out for the first time.</summary>
    public void DeliveryBegins() => _began = time.GetTimestamp();

    /// <summary>It is in ClickHouse.</summary>
    /// <param name="bytes">Its size in the log.</param>
    public void Delivered(long bytes) => _delivery = bytes < Small ? TimeSpan.Zero : time.GetElapsedTime(_began);
}
