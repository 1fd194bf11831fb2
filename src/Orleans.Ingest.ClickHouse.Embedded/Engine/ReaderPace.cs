namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// Lets readers go one by one, with rests, while ingestion is busy. A low priority alone does not keep them from harming it: a
/// thread that has begun to run is not taken off at once when one of ingestion's wakes, and what it reads drives ingestion's data out of the
/// processor's caches. Fifty readers at a time took 40 % of ingestion's rate so, and one at a time still 20 %.
/// </summary>
/// <param name="isBusy">Whether ingestion is.</param>
/// <param name="cores">What readers may take together then.</param>
/// <param name="time">Measures.</param>
internal sealed class ReaderPace(Func<bool> isBusy, double cores, TimeProvider time) : IDisposable
{
    /// <summary>A reader that takes longer lets the next one begin: it may only wait for a slow client.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _next = new(1, 1);

    /// <summary>Waits for a turn; its disposal ends it. Null, at once, while there is no reason to wait.</summary>
    public async Task<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (!isBusy()) return null;
        await _next.WaitAsync(cancellationToken);
        var turn = new Turn();
        _ = AdmitNextAfterAsync(turn.Ended);
        return turn;
    }

    public void Dispose() => _next.Dispose();

    private async Task AdmitNextAfterAsync(Task ended)
    {
        var began = time.GetTimestamp();
        await ended.WaitAsync(LongestTurn, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var taken = time.GetElapsedTime(began);
        var rest = TimeSpan.FromTicks(Math.Min((taken * (Math.Max(1, 1 / cores) - 1)).Ticks, (LongestTurn - taken).Ticks));
        if (rest > TimeSpan.Zero && isBusy()) await Task.Delay(rest, time);
        try
        {
            _next.Release();
        }
        catch (ObjectDisposedException)
        {
            // The engine is closed: there is no next.
        }
    }

    private sealed class Turn : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public void Dispose() => _ended.TrySetResult();
    }
}
