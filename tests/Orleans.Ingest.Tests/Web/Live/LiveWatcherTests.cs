using Orleans.Ingest.Web.Live;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Live;

public sealed class LiveWatcherTests
{
    [Fact]
    public void A_slow_console_loses_the_oldest_messages_and_learns_how_many()
    {
        using var watcher = new LiveWatcher(_ => { });
        for (var i = 0; i < LiveWatcher.Capacity + 10; i++) watcher.Offer(new[] { (byte)i });
        Assert.Equal(10, watcher.TakeMissed());
        Assert.Equal(0, watcher.TakeMissed());
        Assert.True(watcher.Messages.TryRead(out var first));
        Assert.Equal(10, first.Span[0]);
    }
}
