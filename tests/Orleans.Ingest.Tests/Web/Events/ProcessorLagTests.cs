using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Web.Events;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Events;

public sealed class ProcessorLagTests
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly Queue<IThreadPoolWorkItem> _line = new();

    [Fact]
    public void It_is_long_as_soon_as_a_probe_has_waited_long_and_for_a_second_after_that()
    {
        var lag = new ProcessorLag(_time, _line.Enqueue);
        Assert.False(lag.IsLong);
        _time.Advance(ProcessorLag.Long - _moment);
        Assert.False(lag.IsLong);
        _time.Advance(_moment);
        Assert.True(lag.IsLong);
        Assert.Single(_line).Execute();
        _line.Clear();
        _time.Advance(ProcessorLag.Memory - _moment);
        Assert.True(lag.IsLong);
        Assert.Single(_line).Execute();
        _time.Advance(_moment);
        Assert.False(lag.IsLong);
    }

    [Fact]
    public void Short_waits_are_no_lag_and_one_probe_is_under_way_however_often_it_is_asked()
    {
        var lag = new ProcessorLag(_time, _line.Enqueue);
        for (var i = 0; i < 100; i++)
        {
            Assert.False(lag.IsLong);
            Assert.False(lag.IsLong);
            _time.Advance(ProcessorLag.Long - _moment);
            Assert.Single(_line).Execute();
            _line.Clear();
        }
    }
}
