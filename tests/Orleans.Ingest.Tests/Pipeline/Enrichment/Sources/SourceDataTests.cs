using Orleans.Ingest.Pipeline.Enrichment;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Sources;

public class SourceDataTests
{
    [Theory]
    [InlineData("sources/known-sources.tsv", 2)]
    [InlineData("sources/source-families.tsv", 2)]
    [InlineData("sources/tags.tsv", 3)]
    [InlineData("sources/source-categories.tsv", 2)]
    [InlineData("sources/own-source-categories.tsv", 2)]
    [InlineData("geo/city-districts.tsv", 4)]
    [InlineData("revenue/currencies.tsv", 2)]
    public void A_key_stands_once_in_its_table(string table, int columns)
    {
        var keys = DataTable.Rows(table, columns).Select(row => row[0]).ToList();
        Assert.Equal(keys.Distinct(StringComparer.OrdinalIgnoreCase), keys);
    }

    [Theory]
    [InlineData("sources/known-sources.tsv", 2)]
    [InlineData("sources/tags.tsv", 3)]
    [InlineData("sources/source-categories.tsv", 2)]
    [InlineData("sources/own-source-categories.tsv", 2)]
    public void Keys_are_in_lower_case(string table, int columns) =>
        Assert.All(DataTable.Rows(table, columns), row => Assert.Equal(row[0].ToLowerInvariant(), row[0]));

    [Fact]
    public void A_tag_is_paid_when_it_ends_in_ad_or_ads_or_is_adwords() => Assert.All(
        DataTable.Rows("sources/tags.tsv", 3).Where(row => row[0] != "threads"),
        row => Assert.Equal(row[0] == "adwords" || row[0].EndsWith("ad", StringComparison.Ordinal) || row[0].EndsWith("ads", StringComparison.Ordinal), row[2] == "paid"));

    [Fact]
    public void All_of_GA4s_table_is_there() => Assert.Equal(819, DataTable.Rows("sources/source-categories.tsv", 2).Count);
}
