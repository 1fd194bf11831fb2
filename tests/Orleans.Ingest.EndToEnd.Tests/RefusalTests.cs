using Orleans.Ingest.Torture;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

public sealed class RefusalTests
{
    // Redis away from 100 to 200, a silo from 210 to 300, another one from 400 to 500.
    private static readonly BlowOutcome[] _blows = [Dealt(isUnnoticed: false, 100, 200), Dealt(isUnnoticed: true, 210, 300), Dealt(isUnnoticed: true, 400, 500)];

    [Theory]
    [InlineData(50, 90, -1)]
    [InlineData(90, 110, 0)]
    [InlineData(150, 250, 0)] // It waited for Redis, and was answered while the silo was away.
    [InlineData(205, 250, 1)]
    [InlineData(290, 350, 1)]
    [InlineData(310, 350, 1)]
    [InlineData(290, 450, 2)]
    public void A_refusal_is_put_down_to_what_was_away_while_it_waited(long sent, long answered, int blow) => Assert.Equal(blow, new Refusal(sent, answered).CauseAmong(_blows));

    private static BlowOutcome Dealt(bool isUnnoticed, long began, long ended) => new(new("blow", isUnnoticed, () => Task.CompletedTask), began, ended);
}
