using Microsoft.Extensions.Logging;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Batching;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <inheritdoc />
    public IWaiters? Settled(LogChunk chunk)
    {
        lock (_gate)
        {
            if (_flying is not { } step || !ReferenceEquals(step.Chunk, chunk)) return null;
            _flying = null;
            if (chunk.Outcome != ChunkOutcome.Appended)
            {
                step.Settle(position: null, Forget());
                return step;
            }

            step.Settle(chunk.FirstPosition);
            _durable = step.Snapshot;
            Fly();
            return step;
        }
    }

    /// <summary>Sends off what gathers, unless an append is in flight. With the lock held.</summary>
    private void Fly()
    {
        if (_flying is not null || _isTakingMany || _gathering is not { } step) return;
        if (TryEncode(step))
        {
            services.Accumulators[services.Snapshots.QueueOf(key)].Join(step.Chunk!, this, step.Traces);
            (_flying, _gathering) = (step, null);
            return;
        }

        step.Settle(position: null);
        Forget();
        // Not under the lock: whoever waits goes on at once.
        ThreadPool.UnsafeQueueUserWorkItem(static step => step.Release(), step, preferLocal: false);
    }

    /// <summary>What waits was built on rows that may never be: it fails too, and the next event reads the snapshot again. With the lock held.</summary>
    /// <returns>What waits, to be settled too.</returns>
    private PendingStep? Forget()
    {
        _forgotten++;
        _durable = null;
        var behind = _gathering;
        _gathering = null;
        return behind;
    }

    private bool TryEncode(PendingStep step)
    {
        try
        {
            var before = _durable ?? _none;
            var after = step.After(before, NewRandom());
            step.Send(SessionChunk.Encode(key, step, before.Version, after), after);
            return true;
        }
        catch (Exception error)
        {
            // Whoever waits for the step must get an answer.
            Log.NotEncoded(services.Logger, error);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The rows of a session could not be encoded. Its events are answered 503.")]
        public static partial void NotEncoded(ILogger logger, Exception error);
    }
}
