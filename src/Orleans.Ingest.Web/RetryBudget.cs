using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Web;

/// <summary>How long, and at what pace, something is tried again on behalf of one request.</summary>
internal sealed class RetryBudget(IOptions<WebOptions> options, WebMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Attempts that begin within this part of the timeout end together.</summary>
    private const int WindowsPerTimeout = 10;

    private readonly TimeSpan _windowLength = options.Value.AttemptTimeout / WindowsPerTimeout;
    private Window? _window;

    /// <summary>How long one attempt may take; up to a tenth longer by <see cref="AttemptEnds"/>.</summary>
    public TimeSpan AttemptTimeout { get; } = options.Value.AttemptTimeout;

    /// <summary>
    /// Ends when an attempt that begins now has taken too long, or up to a tenth later: all that begin at about the same time share it, since a timer for each cost more than the whole step of a
    /// session.
    /// </summary>
    public CancellationToken AttemptEnds()
    {
        var now = time.GetTimestamp();
        var window = Volatile.Read(ref _window);
        if (window is null || time.GetElapsedTime(window.Began, now) >= _windowLength)
        {
            // Racing threads may make one each; nothing has to be given back when its time has come.
            window = new(new(AttemptTimeout + _windowLength, time), now);
            Volatile.Write(ref _window, window);
        }

        return window.End.Token;
    }

    /// <summary>Begins a budget; hand the result to <see cref="PauseAsync"/>.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>Waits before the next attempt; false when the budget is used up.</summary>
    /// <param name="started">What <see cref="Start"/> gave.</param>
    /// <param name="attempt">Number of attempts that failed, from 1.</param>
    /// <param name="target">What is asked again, for the metrics.</param>
    public async ValueTask<bool> PauseAsync(long started, int attempt, string target)
    {
        var longest = FirstPause * (1 << Math.Min(attempt - 1, 8));
        if (longest > LongestPause) longest = LongestPause;
        // All that wait for the same silo must not come back in the same instant.
        var pause = longest * (0.5 + Random.Shared.NextDouble() / 2);
        if (time.GetElapsedTime(started) + pause >= options.Value.RetryBudget) return false;
        await Task.Delay(pause, time);
        metrics.Retried(target);
        return true;
    }

    private sealed record Window(CancellationTokenSource End, long Began);
}
