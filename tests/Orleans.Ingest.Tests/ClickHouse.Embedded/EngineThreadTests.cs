using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class EngineThreadTests
{
    [Fact]
    public async Task Calls_one_after_the_other_share_a_thread_that_is_not_the_pools()
    {
        var threads = new HashSet<(int Id, bool IsOfPool)>();
        for (var i = 0; i < 100; i++) threads.Add(await EngineThread.Run(() => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread)));
        // Other tests may have taken one meanwhile.
        Assert.InRange(threads.Count, 1, 10);
        Assert.DoesNotContain(threads, thread => thread.IsOfPool);
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_wait_for_each_other()
    {
        using var all = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EngineThread.Run(() => { all.SignalAndWait(TestContext.Current.CancellationToken); })));
    }

    [Fact]
    public async Task A_call_that_fails_leaves_a_thread_that_works()
    {
        Assert.Equal("no", (await Assert.ThrowsAsync<InvalidOperationException>(() => EngineThread.Run<int>(() => throw new InvalidOperationException("no")))).Message);
        Assert.Equal(7, await EngineThread.Run(() => 7));
    }
}
