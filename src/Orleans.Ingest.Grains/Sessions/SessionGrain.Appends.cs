using Microsoft.Extensions.Logging;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionGrain
{
    private void Fly()
    {
        if (_flying is null && !_isTakingMany) _ = FlyAsync();
    }

    /// <summary>Appends one step after the other, until none waits.</summary>
    private async Task FlyAsync()
    {
        while (_gathering is { } step)
        {
            (_flying, _gathering) = (step, null);
            var encoded = Encode(step);
            if (encoded is { } sent) await accumulators[snapshots.QueueOf(_key)].JoinAsync(sent.Chunk, step.Traces);
            var appended = encoded is { Chunk.Outcome: ChunkOutcome.Appended };
            _durable = appended ? encoded!.Value.Snapshot : null;
            if (!appended) _forgotten++;
            _flying = null;
            step.Complete(appended ? encoded!.Value.Chunk.FirstPosition : null);
            if (appended) continue;

            // What waits was built on rows that may never be: it fails too. The next event reads the snapshot again.
            _gathering?.Complete(position: null);
            _gathering = null;
        }
    }

    private (LogChunk Chunk, SessionSnapshot Snapshot)? Encode(PendingStep step)
    {
        try
        {
            var snapshot = step.After(_durable ?? _none, NewRandom());
            return (SessionChunk.Encode(_key, step, (_durable ?? _none).Version, snapshot), snapshot);
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
