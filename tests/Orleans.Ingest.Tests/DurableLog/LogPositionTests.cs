using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.DurableLog;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog;

public sealed class LogPositionTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_position_names_its_queue_and_about_its_time()
    {
        var position = LogPosition.Next(0, _now, queue: 7);
        Assert.Equal(7, LogPosition.QueueOf(position));
        Assert.Equal(_now, LogPosition.TimeOf(position));
    }

    [Fact]
    public void A_clock_that_went_back_gives_no_lower_position()
    {
        var before = LogPosition.Next(0, _now, queue: 7);
        Assert.Equal(before + LogPosition.Step, LogPosition.Next(before, _now.AddHours(-1), queue: 7));
    }

    [Fact]
    public void The_log_and_the_tables_read_positions_alike()
    {
        Assert.Equal(LogPosition.Step, IngestPosition.Step);
        Assert.Equal(LogPosition.MaxQueues, IngestPosition.MaxQueues);
        var position = LogPosition.Next(0, _now, queue: 200);
        Assert.Equal(LogPosition.QueueOf(position), IngestPosition.QueueOf(position));
        Assert.Equal(position + (3 * LogPosition.Step), IngestPosition.At(position, 3));
    }
}
