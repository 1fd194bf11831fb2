using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Enrichment.Revenue;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Revenue;

public class RevenueReadingTests
{
    [Theory]
    [InlineData("10.2", "10.2")]
    [InlineData("1831d", "1831")]
    [InlineData("-5.50 EUR", "-5.50")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("1.", "1")]
    [InlineData("1,234.5", "1")]
    [InlineData("1e3x", "1000")]
    [InlineData("2E-2", "0.02")]
    [InlineData("1e", "1")]
    [InlineData("999999999999999.999", "999999999999999.999")]
    public void An_amount_is_read_up_to_the_first_bad_character(string text, string amount) =>
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), RevenueReading.Read(text, "USD")?.Amount);

    [Theory]
    [InlineData("")]
    [InlineData("d1831")]
    [InlineData(" 5")]
    [InlineData("$5")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("NaN")]
    [InlineData("1000000000000000")]
    [InlineData("-1e15")]
    [InlineData("999999999999999.9999")]
    [InlineData("1e999999999")]
    [InlineData("99999999999999999999999999999999999999")]
    public void An_amount_that_is_none_or_does_not_fit_is_ignored(string text) => Assert.Null(RevenueReading.Read(text, "USD"));

    [Theory]
    [InlineData("USD", true)]
    [InlineData("JPY", true)]
    [InlineData("ZWG", true)]
    [InlineData("DEM", true)]
    [InlineData("usd", false)]
    [InlineData(" USD", false)]
    [InlineData("ADSIE", false)]
    [InlineData("ABC", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_currency_is_an_exact_code(string? currency, bool isKnown) => Assert.Equal(isKnown, RevenueReading.Read(1m, currency) is not null);

    [Property(MaxTest = 500)]
    public bool Any_text_is_read_or_ignored(string? text) => RevenueReading.Read(text, "EUR") is null or { Currency: "EUR" };
}
