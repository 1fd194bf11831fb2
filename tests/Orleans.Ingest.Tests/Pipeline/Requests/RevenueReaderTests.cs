using System.Globalization;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Requests;

public sealed class RevenueReaderTests
{
    [Theory]
    [InlineData("10.2", "10.2")]
    [InlineData("-3", "-3")]
    [InlineData("1e2", "100")]
    [InlineData("0", "0")]
    [InlineData("\"1831d\"", "1831")]
    [InlineData("\"10.29 EUR\"", "10.29")]
    [InlineData("\"1,234.5\"", "1")]
    [InlineData("\".5\"", "0.5")]
    [InlineData("\"5.\"", "5")]
    [InlineData("\"+7\"", "7")]
    [InlineData("\"1e2x\"", "100")]
    [InlineData("\"1e\"", "1")]
    [InlineData("\"999999999999999.999\"", "999999999999999.999")]
    public void Amount_is_a_decimal_up_to_the_first_bad_character(string amount, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Revenue($$"""{"amount":{{amount}},"currency":"USD"}""")?.Amount);

    [Theory]
    [InlineData("\"$5\"")]
    [InlineData("\"\"")]
    [InlineData("\".\"")]
    [InlineData("\"-\"")]
    [InlineData("\" 5\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("1e999")]
    [InlineData("1000000000000000")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Other_amounts_are_ignored(string amount) => Assert.Null(Revenue($$"""{"amount":{{amount}},"currency":"USD"}"""));

    [Theory]
    [InlineData("\"usd\"")]
    [InlineData("\"ADSIE\"")]
    [InlineData("\" USD\"")]
    [InlineData("12")]
    [InlineData("null")]
    public void Currency_is_an_upper_case_code(string currency) => Assert.Null(Revenue($$"""{"amount":1,"currency":{{currency}}}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"currency":"USD"}""")]
    [InlineData("[]")]
    [InlineData("12")]
    [InlineData("\"{\"")]
    [InlineData("\"\"")]
    public void Incomplete_revenue_is_ignored(string revenue) => Assert.Null(Revenue(revenue));

    [Fact]
    public void Text_may_hold_the_object() => Assert.Equal(new(1.5m, "EUR"), Revenue("""  "{\"amount\":\"1.5\",\"currency\":\"EUR\"}"  """));

    [Fact]
    public void Long_name_wins()
    {
        var dollar = new { amount = 1, currency = "USD" };
        var revenue = new { amount = 2, currency = "EUR" };
        Assert.Equal(new(2m, "EUR"), Parsing.Request(("$", dollar), ("revenue", revenue)).Revenue);
        Assert.Equal(new(1m, "USD"), Parsing.Request(("$", dollar), ("revenue", null)).Revenue);
    }

    private static Orleans.Ingest.Pipeline.Requests.SentRevenue? Revenue(string json)
    {
        var result = Parsing.Parse($$"""{"n":"Payment","u":"https://a.example/","$":{{json}}}""");
        Assert.NotNull(result.Request);
        return result.Request.Revenue;
    }
}
