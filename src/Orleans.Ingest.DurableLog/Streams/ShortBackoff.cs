using Orleans.Runtime.Providers;

namespace Orleans.Ingest.DurableLog.Streams;

/// <summary>Waits 100 ms to 2 s between tries; Orleans' own waits of up to 30 s would let the log grow after a short outage.</summary>
internal sealed class ShortBackoff : IMessageDeliveryBackoffProvider, IQueueReaderBackoffProvider
{
    /// <inheritdoc />
    public TimeSpan Next(int attempt) => TimeSpan.FromMilliseconds(Math.Min(2000, 100 * Math.Pow(2, Math.Min(attempt, 10))));
}
