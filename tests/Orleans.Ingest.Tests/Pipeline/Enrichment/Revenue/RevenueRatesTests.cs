using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Orleans.Ingest.Pipeline.Requests;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Revenue;

public class RevenueRatesTests
{
    private static readonly RevenueRates Rates = new(new Dictionary<string, decimal> { ["EUR"] = 1m, ["USD"] = 1.25m, ["JPY"] = 160m, ["IDR"] = decimal.MaxValue });

    [Fact]
    public void The_same_currency_stays_unchanged() =>
        Assert.Equal(new(10.2m, "GBP", 10.2m, "GBP"), Rates.Apply(new SentRevenue(10.2m, "GBP"), "GBP"));

    [Fact]
    public void Another_currency_goes_by_the_table() =>
        Assert.Equal(new(1000m, "JPY", 7.813m, "USD"), Rates.Apply(new SentRevenue(1000m, "JPY"), "USD"));

    [Theory]
    [InlineData("GBP", "USD")]
    [InlineData("USD", "GBP")]
    [InlineData("EUR", "IDR")]
    public void Without_a_usable_rate_only_the_source_is_stored(string currency, string goal) =>
        Assert.Equal(new(10m, currency, null, ""), Rates.Apply(new SentRevenue(10m, currency), goal));

    [Fact]
    public void Amounts_have_three_decimals() =>
        Assert.Equal(new(0.001m, "EUR", 0.001m, "EUR"), Rates.Apply(new SentRevenue(0.0005m, "EUR"), "EUR"));

    [Fact]
    public void An_amount_that_does_not_fit_is_not_stored() => Assert.Null(Rates.Apply(new SentRevenue(1e15m, "EUR"), "EUR"));

    [Fact]
    public void A_wrong_table_is_refused_with_the_cure()
    {
        Assert.Contains("'usd'", Assert.Throws<ArgumentException>(() => new RevenueRates(new Dictionary<string, decimal> { ["usd"] = 1m })).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => new RevenueRates(new Dictionary<string, decimal> { ["USD"] = 0m })).Message);
    }
}
