using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class EngagementTests
{
    private const string Blank =
        """{"errors":{"event_name":["engagement event requires a valid integer value for at least one of 'sd' or 'e' fields"]}}""";

    [Theory]
    [InlineData(0, 0)]
    [InlineData(25, 25)]
    [InlineData("25", 25)]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    [InlineData(long.MaxValue, 100)]
    [InlineData("99999999999999999999999", 100)]
    [InlineData(-1, 255)]
    [InlineData("-99999999999999999999999", 255)]
    [InlineData(2.5, 255)]
    [InlineData("2.5", 255)]
    [InlineData("x", 255)]
    [InlineData("", 255)]
    [InlineData(true, 255)]
    [InlineData(null, 255)]
    public void Scroll_depth_is_a_percentage_or_missing(object? value, int expected)
    {
        Assert.Equal(expected, Parsing.Request(("n", "engagement"), ("sd", value), ("e", 1)).ScrollDepth);
        Assert.Equal(expected, Parsing.Request(("n", "pageleave"), ("sd", value)).ScrollDepth);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData("1000", 1000)]
    [InlineData(2_591_999_999, 2_591_999_999)]
    [InlineData(2_592_000_000, 0)]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(1.5, 0)]
    [InlineData("abc", 0)]
    [InlineData(null, 0)]
    public void Engagement_time_is_below_30_days_or_missing(object? value, long expected) =>
        Assert.Equal(expected, Parsing.Request(("n", "engagement"), ("sd", 1), ("e", value)).EngagementTime);

    [Fact]
    public void One_of_the_two_is_enough()
    {
        Assert.NotNull(Parsing.Request(("n", "engagement"), ("sd", 0)));
        Assert.NotNull(Parsing.Request(("n", "engagement"), ("e", 1)));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(-1, null)]
    [InlineData(null, "abc")]
    [InlineData(-1, 0)]
    public void Neither_is_an_error(object? depth, object? time) =>
        Assert.Equal(Blank, Parsing.Errors(("n", "engagement"), ("sd", depth), ("e", time)));

    [Fact]
    public void Other_events_carry_neither()
    {
        var request = Parsing.Request(("sd", 25), ("e", 1000));
        Assert.Equal((0, 0u), (request.ScrollDepth, request.EngagementTime));
    }

    [Fact]
    public void Legacy_pageleave_carries_no_time_and_needs_no_depth()
    {
        var request = Parsing.Request(("n", "pageleave"), ("e", 1000));
        Assert.Equal((255, 0u), (request.ScrollDepth, request.EngagementTime));
    }
}
