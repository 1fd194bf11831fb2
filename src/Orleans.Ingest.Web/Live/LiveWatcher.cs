using System.Threading.Channels;

namespace Orleans.Ingest.Web.Live;

/// <summary>One open console. It is offered what there is and may be as slow as it likes: what it does not take in time is dropped, oldest first, and counted.</summary>
internal sealed class LiveWatcher : IDisposable
{
    /// <summary>Messages that wait for a console: some seconds' worth.</summary>
    public const int Capacity = 64;

    private readonly Channel<ReadOnlyMemory<byte>> _waiting;
    private readonly Action<LiveWatcher> _leave;
    private int _missed;

    public LiveWatcher(Action<LiveWatcher> leave)
    {
        _leave = leave;
        _waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));
    }

    /// <summary>What waits.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Messages => _waiting.Reader;

    /// <summary>Messages that were dropped since the last call.</summary>
    public int TakeMissed() => Interlocked.Exchange(ref _missed, 0);

    /// <summary>Offers a message; neither waits nor fails.</summary>
    public void Offer(ReadOnlyMemory<byte> message) => _waiting.Writer.TryWrite(message);

    /// <inheritdoc />
    public void Dispose() => _leave(this);
}
