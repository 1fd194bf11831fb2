namespace Orleans.Ingest.Web.Events;

/// <summary>
/// When events are born: the time, but always later than the event before. A visitor's snapshot tells a new event from a repeated one by its birth; were the clock set back,
/// it could not judge any event until the clock had come to where it was.
/// </summary>
internal sealed class Births(TimeProvider time)
{
    private long _last;

    /// <summary>The birth of the next event, UTC.</summary>
    public DateTime Next()
    {
        for (var last = Volatile.Read(ref _last); ;)
        {
            var next = Math.Max(time.GetUtcNow().UtcTicks, last + 1);
            var seen = Interlocked.CompareExchange(ref _last, next, last);
            if (seen == last) return new(next, DateTimeKind.Utc);
            last = seen;
        }
    }
}
