using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Web.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class AttemptTests
{
    private static readonly RecordOutcome _failed = RecordOutcome.Dropped(DropReason.Bot);

    [Fact]
    public async Task A_call_that_is_answered_gives_its_outcome()
    {
        using var end = new CancellationTokenSource();
        var call = new TaskCompletionSource<RecordOutcome>();
        var attempt = WaitAsync(new(call.Task), end.Token);
        Assert.False(attempt.IsCompleted);
        call.SetResult(RecordOutcome.StoredAt(7));
        Assert.Equal(RecordOutcome.StoredAt(7), await attempt);
        Assert.Equal(RecordOutcome.StoredAt(8), await WaitAsync(new(RecordOutcome.StoredAt(8)), end.Token));
    }

    [Fact]
    public async Task A_call_that_fails_gives_what_that_means()
    {
        var call = new TaskCompletionSource<RecordOutcome>();
        var attempt = WaitAsync(new(call.Task), CancellationToken.None);
        call.SetException(new TimeoutException());
        Assert.Equal(_failed, await attempt);
        Assert.Equal(_failed, await WaitAsync(new(Task.FromCanceled<RecordOutcome>(new(canceled: true))), CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_takes_too_long_has_failed_and_is_not_looked_at_any_more()
    {
        using var end = new CancellationTokenSource();
        var call = new TaskCompletionSource<RecordOutcome>();
        var attempt = WaitAsync(new(call.Task), end.Token);
        await end.CancelAsync();
        Assert.Equal(_failed, await attempt);
        Assert.Equal(_failed, await WaitAsync(new(call.Task), end.Token));
        call.SetResult(RecordOutcome.StoredAt(7));
    }

    [Fact]
    public async Task What_says_what_a_failure_means_may_fail_itself() =>
        Assert.Equal(RecordOutcome.Unavailable, await Attempt.WaitAsync(new(Task.FromException<RecordOutcome>(new TimeoutException())), _ => throw new InvalidOperationException(), CancellationToken.None));

    /// <summary>They use each other's memory, some ends come at the very moment of the answer, and some answers long after it.</summary>
    [Fact]
    public async Task Each_of_many_that_run_at_once_gets_its_own_outcome()
    {
        var (stored, ended) = (0, 0);
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (round, _) =>
        {
            using var end = new CancellationTokenSource();
            var calls = Enumerable.Range(0, 20).Select(_ => new TaskCompletionSource<RecordOutcome>()).ToArray();
            var attempts = calls.Select(call => ReadAsync(WaitAsync(new(call.Task), end.Token))).ToArray();
            var answering = Task.Run(() => Array.ForEach(calls[..15], call => call.SetResult(Own(call))), CancellationToken.None);
            if (round % 2 == 0) await end.CancelAsync();
            await answering;
            if (round % 2 == 0) await Task.WhenAll(attempts);
            Array.ForEach(calls[15..], call => call.SetResult(Own(call)));
            for (var i = 0; i < calls.Length; i++)
            {
                var outcome = await attempts[i];
                if (outcome == Own(calls[i])) Interlocked.Increment(ref stored);
                else if (outcome == _failed && round % 2 == 0) Interlocked.Increment(ref ended);
                else Assert.Fail($"Attempt {i} of round {round} got {outcome}.");
            }

            RecordOutcome Own(TaskCompletionSource<RecordOutcome> call) => RecordOutcome.StoredAt((ulong)((round * 100) + Array.IndexOf(calls, call) + 1));
        });
        Assert.Equal(40_000, stored + ended);
        Assert.InRange(ended, 5_000, 20_000);
    }

    private static async Task<RecordOutcome> ReadAsync(ValueTask<RecordOutcome> attempt) => await attempt;

    private static ValueTask<RecordOutcome> WaitAsync(ValueTask<RecordOutcome> call, CancellationToken end) => Attempt.WaitAsync(call, _ => _failed, end);
}
