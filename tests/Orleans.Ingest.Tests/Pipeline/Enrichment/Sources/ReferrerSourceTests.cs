using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Sources;

public class ReferrerSourceTests
{
    [Theory]
    [InlineData("https://gemini.google.com", "Google Gemini")]
    [InlineData("https://ntp.msn.com", "Bing")]
    [InlineData("https://canary.discord.com", "Discord")]
    [InlineData("https://x.com", "X (Twitter)")]
    [InlineData("https://www.threads.net/@someone", "Threads")]
    [InlineData("https://mstdn.social/@someone", "Mastodon")]
    [InlineData("https://search.brave.com/search?q=a", "Brave")]
    [InlineData("HTTPS://CHATGPT.COM/", "ChatGPT")]
    [InlineData("https://tiktok.com", "TikTok")]
    [InlineData("https://pinterest.de/pin/1", "Pinterest")]
    public void A_host_of_the_own_list_is_that_source(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("https://wikipedia.org", "Wikipedia")]
    [InlineData("https://de.m.wikipedia.org/wiki/Orléans", "Wikipedia")]
    [InlineData("https://word-edit.officeapps.live.com", "Microsoft 365")]
    [InlineData("https://notwikipedia.org", "notwikipedia.org")]
    public void Every_subdomain_of_a_family_is_its_source(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("https://facebook.com", "Facebook")]
    [InlineData("https://m.facebook.com/", "Facebook")]
    [InlineData("https://duckduckgo.com", "DuckDuckGo")]
    [InlineData("https://www.google.co.uk/", "Google")]
    [InlineData("https://old.reddit.com/r/dotnet", "Reddit")]
    [InlineData("https://m.youtube.com/watch?v=1", "Youtube")]
    [InlineData("https://docs.google.com/document", "Google")]
    [InlineData("https://qwant.com/", "Qwant")]
    public void A_host_of_the_maintained_list_or_its_subdomain_is_that_source(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("https://www.google.com/imgres?imgurl=1", "Google Images")]
    [InlineData("https://www.google.com/imgres/more", "Google Images")]
    [InlineData("https://www.google.com/imgresults", "Google")]
    [InlineData("https://www.bing.com/images/search?q=a", "Bing Images")]
    public void A_path_of_the_maintained_list_goes_before_its_host(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("https://t.co/abc", "X (Twitter)")]
    [InlineData("https://twitter.com", "X (Twitter)")]
    public void A_name_of_the_maintained_list_goes_through_the_own_list(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("https://www.indiehackers.com", "indiehackers.com")]
    [InlineData("https://blog.example.com", "blog.example.com")]
    [InlineData("https://Blog.Example.com/Some/Path", "blog.example.com")]
    [InlineData("https://user:secret@news.example.org:8443/a", "news.example.org")]
    [InlineData("http://[2001:db8::1]:81/a", "2001:db8::1")]
    [InlineData("https://example.org./a", "example.org")]
    [InlineData("https://exämple.org/a", "exämple.org")]
    [InlineData("https://intranet", "intranet")]
    public void An_unknown_host_is_its_own_source(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("android-app://com.reddit.frontpage", "Reddit")]
    [InlineData("android-app://com.google.android.gm/", "Gmail")]
    [InlineData("android-app://com.twitter.android", "X (Twitter)")]
    [InlineData("android-app://some.android.app", "android-app://some.android.app")]
    public void An_app_is_known_by_its_whole_address(string referrer, string source) =>
        Assert.Equal(source, Visits.From(referrer).ReferrerSource);

    [Theory]
    [InlineData("https://facebook.com/page/", "facebook.com/page")]
    [InlineData("https://www.facebook.com", "facebook.com")]
    [InlineData("https://facebook.com//", "facebook.com")]
    [InlineData("https://Example.org/A%20b/?q=1#top", "example.org/A%20b")]
    [InlineData("https://example.org?q=a/b", "example.org")]
    [InlineData("  https://example.org/a ", "example.org/a")]
    [InlineData("android-app://some.android.app", "android-app://some.android.app")]
    [InlineData("android-app://some.android.app/screen/", "android-app://some.android.app/screen")]
    public void The_stored_referrer_is_host_and_path(string referrer, string stored) =>
        Assert.Equal(stored, Visits.From(referrer).Referrer);

    [Theory]
    [InlineData("https://www.example.com/x")]
    [InlineData("https://example.com")]
    [InlineData("https://EXAMPLE.com:8080/x")]
    [InlineData("http://localhost/x")]
    [InlineData("http://localhost:3000")]
    [InlineData("https:://twitter.com")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("https://exa mple.org")]
    [InlineData("https://example.org:port/")]
    [InlineData("https://[::1/")]
    [InlineData("ftp://example.org")]
    [InlineData("about:blank")]
    [InlineData("javascript:alert(1)")]
    [InlineData("twitter.com")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void Internal_local_and_malformed_referrers_are_none(string? referrer)
    {
        var visit = Visits.From(referrer);
        Assert.Equal(("", "", "Direct"), (visit.Referrer, visit.ReferrerSource, visit.AcquisitionChannel));
    }

    [Fact]
    public void The_page_is_compared_without_www_too()
    {
        Assert.Equal("", Visits.Of("", "https://example.com/a", page: "www.example.com").Referrer);
        Assert.Equal("example.com/a", Visits.Of("", "https://example.com/a", page: "(none)").Referrer);
    }

    [Fact]
    public void Visits_without_tag_and_referrer_share_one_instance() => Assert.Same(Visits.From(null), Visits.From("https://example.com/a"));
}
