using Microsoft.Extensions.Logging;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <inheritdoc />
    public void Settled(LogChunk chunk)
    {
        PendingStep? landed, behind = null;
        var isAppended = chunk.Outcome == ChunkOutcome.Appended;
        lock (_gate)
        {
            (landed, _flying) = (_flying, null);
            (_durable, _next) = (isAppended ? _next : null, null);
            if (isAppended)
            {
                Fly();
            }
            else
            {
                behind = Forget();
            }
        }

        landed?.Complete(isAppended ? chunk.FirstPosition : null);
        behind?.Complete(position: null);
    }

    /// <summary>Sends off what gathers, unless an append is in flight. With the lock held.</summary>
    private void Fly()
    {
        if (_flying is not null || _isTakingMany || _gathering is not { } step) return;
        if (Encode(step) is not { } encoded)
        {
            Forget();
            // Not under the lock: whoever waits goes on at once.
            ThreadPool.UnsafeQueueUserWorkItem(static step => step.Complete(position: null), step, preferLocal: false);
            return;
        }

        (_flying, _gathering, _next) = (step, null, encoded.Snapshot);
        accumulators[snapshots.QueueOf(key)].Join(encoded.Chunk, this, step.Traces);
    }

    /// <summary>What waits was built on rows that may never be: it fails too, and the next event reads the snapshot again. With the lock held.</summary>
    /// <returns>What waits, to be completed when the lock is not held.</returns>
    private PendingStep? Forget()
    {
        _forgotten++;
        _durable = null;
        var behind = _gathering;
        _gathering = null;
        return behind;
    }

    private (LogChunk Chunk, SessionSnapshot Snapshot)? Encode(PendingStep step)
    {
        try
        {
            var snapshot = step.After(_durable ?? _none, NewRandom());
            return (SessionChunk.Encode(key, step, (_durable ?? _none).Version, snapshot), snapshot);
        }
        catch (Exception error)
        {
            // Whoever waits for the step must get an answer.
            Log.NotEncoded(logger, error);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The rows of a session could not be encoded. Its events are answered 503.")]
        public static partial void NotEncoded(ILogger logger, Exception error);
    }
}
