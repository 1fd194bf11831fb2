using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.DurableLog.Local;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog;

public sealed class FlushPaceTests
{
    [Theory]
    [InlineData(0.02, 1)]
    [InlineData(10, 1, 1000)]
    [InlineData(0.1, 1)]
    [InlineData(0.2, 2)]
    [InlineData(0.5, 5)]
    [InlineData(600, 5)]
    public void A_delivery_takes_at_most_a_tenth_of_the_time_and_no_event_waits_longer_than_five_intervals(double seconds, double age, long bytes = 10_000_000)
    {
        var time = new FakeTimeProvider();
        var pace = new FlushPace(TimeSpan.FromSeconds(1), time);
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Age);
        pace.DeliveryBegins();
        time.Advance(TimeSpan.FromSeconds(seconds));
        pace.Delivered(bytes);
        Assert.Equal(TimeSpan.FromSeconds(age), pace.Age);
    }
}
