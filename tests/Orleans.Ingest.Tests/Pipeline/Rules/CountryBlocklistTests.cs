using System.Net;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Rules;

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
