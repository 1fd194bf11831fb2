namespace Orleans.Ingest.Grains.Sessions;

/// <summary>One visitor's grain in this silo.</summary>
/// <param name="grain">The activation.</param>
/// <param name="turns">Runs one turn of it at a time.</param>
/// <param name="began">Timestamp of its activation.</param>
internal sealed class LocalSession(SessionGrain grain, TaskScheduler turns, long began)
{
    /// <summary>Orleans collects a grain that has had no message for <see cref="SessionGrain.IdleMinutes"/>, and does not see these calls: one in this long goes as a message.</summary>
    private static readonly TimeSpan _messageEvery = TimeSpan.FromMinutes(1);

    private long _lastMessage = began;

    /// <summary>The activation.</summary>
    public SessionGrain Grain => grain;

    /// <summary>True once in a minute, for one caller or a few that come at the same time.</summary>
    public bool IsDueForMessage(TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(Volatile.Read(ref _lastMessage), now) < _messageEvery) return false;
        Volatile.Write(ref _lastMessage, now);
        return true;
    }

    /// <summary>Takes a turn of the grain.</summary>
    public Task<TResult> Call<TArgument, TResult>(TArgument argument, Func<SessionGrain, TArgument, ValueTask<TResult>> call)
    {
        // A message carries nothing of its sender's context either: what the grain starts here must not hang on the request.
        using var flow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        return Task.Factory.StartNew(
            static state =>
            {
                var turn = (Turn<TArgument, TResult>)state!;
                return turn.Call(turn.Grain, turn.Argument).AsTask();
            },
            new Turn<TArgument, TResult>(grain, argument, call),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            turns).Unwrap();
    }

    private sealed record Turn<TArgument, TResult>(SessionGrain Grain, TArgument Argument, Func<SessionGrain, TArgument, ValueTask<TResult>> Call);
}
