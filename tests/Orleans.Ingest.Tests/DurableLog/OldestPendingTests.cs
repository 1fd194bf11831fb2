using Orleans.Ingest.DurableLog.Contract;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog;

public sealed class OldestPendingTests
{
    [Fact]
    public async Task What_waits_is_as_old_as_its_first_append_however_long_nothing_had_come()
    {
        await using var log = new LogDirectory();
        log.Time.Advance(TimeSpan.FromMinutes(10));
        var appended = log.Time.GetUtcNow();
        await log.Log.AppendAsync(0, Chunks.Batch(Chunks.Chunk(1, 1, born: appended)), TestContext.Current.CancellationToken);
        log.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(appended, log.Log.Status.OldestPending);

        Assert.NotNull(await log.Log.ClaimGroupAsync(0, TestContext.Current.CancellationToken));
        Assert.Equal(appended, log.Log.Status.OldestPending);
        await log.KillAndReopenAsync();
        Assert.Equal(appended, log.Log.Status.OldestPending);
    }
}
