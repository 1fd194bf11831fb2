namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>A clock that goes as the real one does, on a day that is hours from its midnights: where a visitor's id must be the same for all events of the last hours.</summary>
public sealed class AfternoonTime : TimeProvider
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly long _started = System.GetTimestamp();

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _noon + System.GetElapsedTime(_started);
}
