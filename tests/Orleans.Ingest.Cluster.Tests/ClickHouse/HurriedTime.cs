namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

/// <summary>Waits no longer than what is done meanwhile.</summary>
internal sealed class HurriedTime(Action? meanwhile = null) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        meanwhile?.Invoke();
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
