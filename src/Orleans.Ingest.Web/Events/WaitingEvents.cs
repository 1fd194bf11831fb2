using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Web.Events;

/// <summary>The memory bound: behind a log that stands still, events must not pile up without end.</summary>
internal sealed class WaitingEvents(IOptions<WebOptions> options)
{
    private readonly int _most = options.Value.MaxWaitingRequests;
    private int _count;

    /// <summary>Requests, or events of a bulk request, that wait to become durable.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>False when they would be too many; otherwise they count until <see cref="Leave"/>.</summary>
    public bool TryEnter(int count = 1)
    {
        // What alone is larger than the bound is let in when nothing else waits.
        var before = Interlocked.Add(ref _count, count) - count;
        if (before == 0 || before + count <= _most) return true;
        Leave(count);
        return false;
    }

    /// <summary>They wait no longer.</summary>
    public void Leave(int count = 1) => Interlocked.Add(ref _count, -count);
}
