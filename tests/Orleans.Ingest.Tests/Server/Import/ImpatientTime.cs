namespace Orleans.Ingest.Tests.Server.Import;

/// <summary>Where every pause is over at once, and has taken as long as it was to take.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private long _elapsed;

    public List<TimeSpan> Pauses { get; } = [];

    public override long GetTimestamp() => TimeProvider.System.GetTimestamp() + Interlocked.Read(ref _elapsed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        Interlocked.Add(ref _elapsed, (long)(dueTime.TotalSeconds * TimestampFrequency));
        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
