using System.Net;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

public sealed class SpamReferrerTests
{
    [Theory]
    [InlineData("https://spam.example/x", true)]
    [InlineData("https://www.Spam.example", true)]
    [InlineData("http://spam.example:8080/", true)]
    [InlineData("https://sub.spam.example/", false)]
    [InlineData("https://other.example/?spam.example", false)]
    [InlineData("spam.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Host_of_the_referrer_counts(string? referrer, bool isSpam) =>
        Assert.Equal(isSpam ? DropReason.SpamReferrer : null, new Pipelines().Pipeline.CheckRequest(Pipelines.Request(("r", referrer))));
}

public sealed class SiteGateTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Fact]
    public void Unknown_site_comes_first() => Assert.Equal(DropReason.NotFound, EventPipeline.CheckSite(null, Today));

    [Fact]
    public void Last_day_is_included()
    {
        Assert.Null(EventPipeline.CheckSite(Builders.Sites.With(acceptTrafficUntil: Today), Today));
        Assert.Equal(DropReason.PaymentRequired, EventPipeline.CheckSite(Builders.Sites.With(acceptTrafficUntil: Today.AddDays(-1), rateLimit: 0), Today));
    }

    [Fact]
    public void Limit_of_0_blocks()
    {
        Assert.Equal(DropReason.Block, EventPipeline.CheckSite(Builders.Sites.With(rateLimit: 0), Today));
        Assert.Null(EventPipeline.CheckSite(Builders.Sites.With(rateLimit: 1), Today));
        Assert.Null(EventPipeline.CheckSite(Builders.Sites.With(), Today));
    }
}

public sealed class OptOutTests
{
    [Theory]
    [InlineData(true, true, DropReason.Gpc)]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    public void Wish_counts_when_the_site_honours_it(bool optedOut, bool honoured, DropReason? expected) =>
        Assert.Equal(expected, new Pipelines().Drop(Pipelines.From(context => context with { OptedOut = optedOut }), Builders.Sites.With(honourGpc: honoured)));
}

public sealed class VerificationAgentTests
{
    [Theory]
    [InlineData(Pipelines.VerificationAgent, DropReason.VerificationAgent)]
    [InlineData(Pipelines.VerificationAgent + "1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Agent_is_compared_as_a_whole(string? agent, DropReason? expected) =>
        Assert.Equal(expected, new Pipelines().Drop(Pipelines.From(context => context with { UserAgent = agent }), Builders.Sites.With()));
}

public sealed class IpClassTests
{
    [Theory]
    [InlineData(IpClass.None, null)]
    [InlineData(IpClass.Datacentre, DropReason.DatacentreIp)]
    [InlineData(IpClass.Threat, DropReason.ThreatIp)]
    [InlineData(IpClass.AnonymousVpn, null)]
    public void Class_decides(IpClass ipClass, DropReason? expected) =>
        Assert.Equal(expected, new Pipelines().Drop(Pipelines.From(context => context with { IpClass = ipClass }), Builders.Sites.With()));
}

public sealed class HostnameAllowlistTests
{
    [Theory]
    [InlineData("https://example.com/", true)]
    [InlineData("https://www.example.com/", true)]
    [InlineData("https://sub.example.com/", true)]
    [InlineData("https://example.com.pl/", false)]
    [InlineData("about:blank", false)]
    public void Some_pattern_must_match(string url, bool allowed) =>
        Assert.Equal(
            allowed ? null : DropReason.SiteHostnameAllowlist,
            new Pipelines().Drop(Pipelines.Request(("u", url)), Builders.Sites.With(hostnames: ["nothing.example", "*example.com"])));
}

public sealed class PageBlocklistTests
{
    [Theory]
    [InlineData("/blocked/page", true)]
    [InlineData("/blocked", false)]
    [InlineData("/Blocked/page", false)]
    [InlineData("/caf%C3%A9", true)]
    public void Pathname_is_matched_as_it_is_stored(string path, bool blocked) =>
        Assert.Equal(
            blocked ? DropReason.SitePageBlocklist : null,
            new Pipelines().Drop(Pipelines.Request(("u", "https://example.com" + path)), Builders.Sites.With(pages: ["/blocked/**", "/café"])));
}

public sealed class IpBlocklistTests
{
    [Theory]
    [InlineData("127.7.7.7", true)]
    [InlineData("127.7.7.8", false)]
    [InlineData("2001:db8::42", true)]
    [InlineData(null, false)]
    public void Addresses_and_ranges_match(string? address, bool blocked) =>
        Assert.Equal(
            blocked ? DropReason.SiteIpBlocklist : null,
            new Pipelines().Drop(
                Pipelines.From(context => context with { Address = address is null ? null : IPAddress.Parse(address) }),
                Builders.Sites.With(ips: ["127.7.7.7", "2001:db8::/32"])));
}

public sealed class CountryBlocklistTests
{
    [Theory]
    [InlineData("198.51.100.7", "DE", true)]
    [InlineData("198.51.100.7", "de", true)]
    [InlineData("198.51.100.7", "FR", false)]
    [InlineData("203.0.113.9", "ZZ", true)]
    [InlineData("203.0.113.9", "DE", false)]
    [InlineData("198.51.100.7", "ZZ", false)]
    public void Country_or_the_unknown_one_matches(string address, string country, bool blocked) =>
        Assert.Equal(
            blocked ? DropReason.SiteCountryBlocklist : null,
            new Pipelines().Drop(Pipelines.From(context => context with { Address = IPAddress.Parse(address) }), Builders.Sites.With(countries: [country])));

    [Fact]
    public void Without_country_rules_the_country_is_not_asked_for_before_the_bot_is_known()
    {
        var world = new Pipelines();
        world.Drop(Pipelines.From(context => context with { UserAgent = "Googlebot/2.1 (+http://www.google.com/bot.html)" }), Builders.Sites.With());
        Assert.Equal(0, world.Lookups);
    }
}
