using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Telemetry;
using Xunit;

namespace Orleans.Ingest.Tests.Contracts;

public sealed class AtMostEveryTests
{
    [Fact]
    public void It_is_due_at_first_and_once_an_interval_after()
    {
        var time = new FakeTimeProvider();
        var due = new AtMostEvery(TimeSpan.FromSeconds(10), time);
        Assert.Equal(1, Enumerable.Range(0, 100).Count(_ => due.IsDue()));
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(due.IsDue());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, Enumerable.Range(0, 100).Count(_ => due.IsDue()));
    }
}
