namespace Orleans.Ingest.Web;

/// <summary>
/// Ends of waits that have taken too long, or up to a tenth longer: all that begin at about the same time share theirs, since a timer for each cost more than the whole step of a session.
/// </summary>
/// <param name="timeout">How long a wait may take.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedEnds(TimeSpan timeout, TimeProvider time)
{
    /// <summary>Waits that begin within this part of the timeout end together.</summary>
    private const int WindowsPerTimeout = 10;

    private readonly TimeSpan _windowLength = timeout / WindowsPerTimeout;
    private Window? _window;

    /// <summary>The end of a wait that begins now.</summary>
    public CancellationToken Next()
    {
        var now = time.GetTimestamp();
        var window = Volatile.Read(ref _window);
        if (window is null || time.GetElapsedTime(window.Began, now) >= _windowLength)
        {
            // Racing threads may make one each; nothing has to be given back when its time has come.
            window = new(new(timeout + _windowLength, time), now);
            Volatile.Write(ref _window, window);
        }

        return window.End.Token;
    }

    private sealed record Window(CancellationTokenSource End, long Began);
}
