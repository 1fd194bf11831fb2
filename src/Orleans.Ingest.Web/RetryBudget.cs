using Microsoft.Extensions.Options;

namespace Orleans.Ingest.Web;

/// <summary>How long, and at what pace, something is tried again on behalf of one request.</summary>
internal sealed class RetryBudget(IOptions<WebOptions> options, WebMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);
    private const int PatienceOfMany = 10;

    private readonly SharedEnds _ofOne = new(options.Value.AttemptTimeout, time);
    private readonly SharedEnds _ofMany = new(options.Value.AttemptTimeout * PatienceOfMany, time);

    /// <summary>How long one attempt may take; up to a tenth longer by <see cref="AttemptEnds"/>.</summary>
    public TimeSpan AttemptTimeout { get; } = options.Value.AttemptTimeout;

    /// <summary>Ends when an attempt that begins now has taken too long.</summary>
    public CancellationToken AttemptEnds() => _ofOne.Next();

    /// <summary>
    /// Ends when a call with many events that begins now has taken too long, ten times what one may take. Nobody waits for the page that sent them, and a call that is given up may still take place: then its events can't be told from new ones for a
    /// while.
    /// </summary>
    public CancellationToken AttemptOfManyEnds() => _ofMany.Next();

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
}
