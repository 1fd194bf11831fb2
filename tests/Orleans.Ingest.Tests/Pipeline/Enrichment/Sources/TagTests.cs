using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Sources;

public class TagTests
{
    [Theory]
    [InlineData("utm_source=facebook", "Facebook")]
    [InlineData("utm_source=FB", "Facebook")]
    [InlineData("utm_source=fb-ads", "Facebook")]
    [InlineData("utm_source=ig", "Instagram")]
    [InlineData("utm_source=yt", "Youtube")]
    [InlineData("utm_source=adwords", "Google")]
    [InlineData("utm_source=google+ads", "Google")]
    [InlineData("utm_source=twitter", "X (Twitter)")]
    [InlineData("utm_source=wikipedia", "Wikipedia")]
    [InlineData("utm_source=HACKER+NEWS", "Hacker News")]
    [InlineData("utm_source=chatgpt.com", "ChatGPT")]
    [InlineData("utm_source=microsoft+365", "Microsoft 365")]
    [InlineData("utm_source=google", "Google")]
    [InlineData("source=Google-ads", "Google")]
    [InlineData("ref=betalist", "betalist")]
    [InlineData("ref=BetaList", "BetaList")]
    public void A_tag_is_mapped_without_regard_to_case_or_stays_as_sent(string query, string source) =>
        Assert.Equal(source, Visits.Of(query).ReferrerSource);

    [Theory]
    [InlineData("ref=a&source=b&utm_source=c", "c")]
    [InlineData("ref=a&source=b", "b")]
    [InlineData("ref=a", "a")]
    public void The_first_of_utm_source_source_and_ref_is_the_tag(string query, string tag)
    {
        var visit = Visits.Of(query, "https://facebook.com/page");
        Assert.Equal((tag, tag, "facebook.com/page"), (visit.ReferrerSource, visit.UtmSource, visit.Referrer));
    }

    [Fact]
    public void An_empty_tag_is_a_tag()
    {
        var visit = Visits.Of("utm_source=&ref=x", "https://facebook.com");
        Assert.Equal(("", "", "facebook.com", "Direct"), (visit.ReferrerSource, visit.UtmSource, visit.Referrer, visit.AcquisitionChannel));
    }

    [Fact]
    public void Tags_are_stored_as_sent()
    {
        var visit = Visits.Of("utm_source=%25balle%25&utm_medium=Ads&utm_campaign=Video_Story&utm_content=A+b&utm_term=%C3%A9");
        Assert.Equal(
            ("%balle%", "Ads", "Video_Story", "A b", "é"),
            (visit.UtmSource, visit.UtmMedium, visit.UtmCampaign, visit.UtmContent, visit.UtmTerm));
    }

    [Theory]
    [InlineData("gclid=1", "gclid")]
    [InlineData("gclid", "gclid")]
    [InlineData("twclid=1&fbclid=2", "fbclid")]
    [InlineData("msclkid=1&wbraid=2&gbraid=3", "gbraid")]
    [InlineData("GCLID=1", "")]
    public void The_first_click_id_in_order_is_named(string query, string name) => Assert.Equal(name, Visits.Of(query).ClickIdParam);

    [Theory]
    [InlineData("gclid=1", "https://google.com", "(gclid)")]
    [InlineData("gclid=1&utm_source=adwords", null, "(gclid)")]
    [InlineData("msclkid=1", "https://bing.com", "(msclkid)")]
    [InlineData("gclid=1&msclkid=1", "https://bing.com", "")]
    [InlineData("gclid=1", "https://bing.com", "")]
    [InlineData("gclid=1&utm_medium=", "https://google.com", "")]
    [InlineData("gclid=1&utm_medium=paidads", "https://google.com", "paidads")]
    [InlineData("gbraid=1", "https://google.com", "")]
    public void A_marked_click_without_medium_gets_one(string query, string? referrer, string medium) =>
        Assert.Equal(medium, Visits.Of(query, referrer).UtmMedium);
}
