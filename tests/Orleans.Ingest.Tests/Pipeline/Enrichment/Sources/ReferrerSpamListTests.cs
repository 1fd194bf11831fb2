using Orleans.Ingest.Pipeline.Enrichment.Sources;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Sources;

public class ReferrerSpamListTests
{
    private static readonly ReferrerSpamList Shipped = ReferrerSpamList.CreateDefault();

    [Theory]
    [InlineData("1-best-seo.com", true)]
    [InlineData("www.1-best-seo.com", true)]
    [InlineData("WWW.1-Best-SEO.com", true)]
    [InlineData("blog.1-best-seo.com", false)]
    [InlineData("best-seo.com.example", false)]
    [InlineData("google.com", false)]
    [InlineData("", false)]
    public void The_exact_host_is_meant(string host, bool isSpam) => Assert.Equal(isSpam, Shipped.Contains(host));

    [Fact]
    public void A_list_of_ones_own_may_have_comments_and_blank_lines()
    {
        var list = ReferrerSpamList.FromLines(["# mine", "", "  bad.example  ", "www.worse.example"]);
        Assert.True(list.Contains("www.bad.example"));
        Assert.True(list.Contains("worse.example"));
        Assert.False(list.Contains("# mine"));
        Assert.False(list.Contains("1-best-seo.com"));
    }
}
