namespace Orleans.Ingest.Grains.Sessions;

/// <summary>One visitor's session in this silo.</summary>
/// <param name="grain">The grain.</param>
/// <param name="keeper">Its keeper.</param>
/// <param name="began">Timestamp of its activation.</param>
internal sealed class LocalSession(GrainId grain, SessionKeeper keeper, long began)
{
    /// <summary>Orleans collects a grain that has had no message for <see cref="SessionGrain.IdleMinutes"/>, and does not see these calls: one in this long goes as a message.</summary>
    private static readonly TimeSpan _messageEvery = TimeSpan.FromMinutes(1);

    private long _lastMessage = began;

    /// <summary>The grain.</summary>
    public GrainId Grain => grain;

    /// <summary>What takes its events.</summary>
    public SessionKeeper Keeper => keeper;

    /// <summary>True once in a minute, for one caller or a few that come at the same time.</summary>
    public bool IsDueForMessage(TimeProvider time)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(Volatile.Read(ref _lastMessage), now) < _messageEvery) return false;
        Volatile.Write(ref _lastMessage, now);
        return true;
    }
}
