using System.Collections.Immutable;
using System.Net;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Quarantine;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sites;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Quarantine;

/// <summary>What is kept of an event that rules dropped, and what they say of it once the site has changed.</summary>
public sealed class KeptRulesTests
{
    private const string Googlebot = "Googlebot/2.1 (+http://www.google.com/bot.html)";
    private readonly Pipelines _world = new();

    [Fact]
    public void All_rules_that_match_are_kept_and_the_event_as_it_would_have_been_stored()
    {
        var site = Builders.Sites.With(pages: ["/*"], ips: ["198.51.100.0/24", "0.0.0.0/0", "203.0.113.7"], countries: ["DE"]);
        var request = Pipelines.From(context => context with { UserAgent = Googlebot, Address = IPAddress.Parse("198.51.100.9") }, ("u", "https://example.com/a?utm_source=news"));
        var kept = Keep(request, site)!;
        Assert.Equal([DropReason.SitePageBlocklist, DropReason.SiteIpBlocklist, DropReason.SiteCountryBlocklist, DropReason.Bot], kept.Matched);
        Assert.Equal(kept.Matched[0], _world.Drop(request, site));
        Assert.Equal(2, kept.AddressMarks.Length);
        var person = request with { Context = request.Context with { UserAgent = Pipelines.Chrome } };
        var stored = _world.Decide(person, Builders.Sites.With());
        var keptPerson = Keep(person, site)!;
        Assert.Equal((stored.Event, stored.PreviousUserId), (keptPerson.Event, keptPerson.PreviousUserId));
    }

    [Fact]
    public void Whoever_opted_out_is_not_kept_whether_the_site_honours_it_or_not()
    {
        var request = Pipelines.From(context => context with { UserAgent = Googlebot, OptedOut = true });
        Assert.Equal(DropReason.Bot, _world.Drop(request, Builders.Sites.With()));
        Assert.Null(Keep(request, Builders.Sites.With()));
        Assert.Null(Keep(request, Builders.Sites.With(honourGpc: true)));
    }

    [Fact]
    public void What_another_rule_drops_too_is_not_kept()
    {
        var request = Pipelines.From(context => context with { UserAgent = Pipelines.VerificationAgent });
        Assert.Null(Keep(request, Builders.Sites.With(pages: ["/*"])));
        Assert.Null(Keep(Pipelines.Request(), Builders.Sites.With()));
    }

    [Theory]
    [InlineData(DropReason.Bot)]
    [InlineData(DropReason.DatacentreIp)]
    [InlineData(DropReason.ThreatIp)]
    public void What_a_visitor_is_stands_until_it_is_released_by_name(DropReason reason)
    {
        var ipClass = reason switch { DropReason.DatacentreIp => IpClass.Datacentre, DropReason.ThreatIp => IpClass.Threat, _ => IpClass.None };
        var request = Pipelines.From(context => context with { UserAgent = reason == DropReason.Bot ? Googlebot : Pipelines.Chrome, IpClass = ipClass });
        var kept = Keep(request, Builders.Sites.With())!;
        Assert.Equal([reason], Standing(kept, Builders.Sites.With()));
        Assert.Equal([reason], Standing(kept, Builders.Sites.With(), KeptRules.Releasable.Remove(reason)));
        Assert.Empty(Standing(kept, Builders.Sites.With(), [reason]));
        Assert.Equal([DropReason.SitePageBlocklist], Standing(kept, Builders.Sites.With(pages: ["/*"]), [reason]));
    }

    [Fact]
    public void Shields_are_asked_anew()
    {
        var request = Pipelines.From(context => context with { Address = IPAddress.Parse("198.51.100.9") }, ("u", "https://shop.example.com/admin/a"));
        var kept = Keep(request, Builders.Sites.With(hostnames: ["example.com"], pages: ["/admin*"], countries: ["DE"]))!;
        Assert.Equal([DropReason.SiteHostnameAllowlist], Standing(kept, Builders.Sites.With(hostnames: ["other.example"])));
        Assert.Empty(Standing(kept, Builders.Sites.With(hostnames: ["*.example.com"], pages: ["/admin/b"], countries: ["ZZ", "FR"])));
        Assert.Equal([DropReason.SitePageBlocklist, DropReason.SiteCountryBlocklist], Standing(kept, Builders.Sites.With(pages: ["/*/a"], countries: ["DE"])));
    }

    [Fact]
    public void An_address_rule_stands_while_it_is_there_and_is_told_from_others_without_its_address()
    {
        var request = Pipelines.From(context => context with { Address = IPAddress.Parse("198.51.100.9") });
        var kept = Keep(request, Builders.Sites.With(ips: ["198.51.100.9", "198.51.100.0/24"]))!;
        // Written in another way, or made again after it was removed, it is the same rule.
        Assert.Equal([DropReason.SiteIpBlocklist], Standing(kept, Builders.Sites.With(ips: ["198.51.100.77/24"])));
        Assert.Equal([DropReason.SiteIpBlocklist], Standing(kept, Builders.Sites.With(ips: ["192.0.2.1", "198.51.100.9/32"])));
        Assert.Empty(Standing(kept, Builders.Sites.With(ips: ["192.0.2.1", "10.0.0.0/8"])));
    }

    [Fact]
    public void Marks_of_two_days_or_two_sites_cannot_be_compared()
    {
        Assert.True(AddressRange.TryParse("198.51.100.9", out var rule));
        Assert.InRange(Enumerable.Range(0, 64).Select(day => AddressMark.Of([(byte)day, .. new byte[15]], 1, rule)).Distinct().Count(), 60, 64);
        Assert.InRange(Enumerable.Range(0, 64).Select(site => AddressMark.Of(new byte[16], (ulong)site, rule)).Distinct().Count(), 60, 64);
    }

    [Fact]
    public void All_events_of_a_day_have_the_same_mark_of_a_rule_and_so_tell_no_more_of_it_together()
    {
        var site = Builders.Sites.With(ips: ["198.51.100.9"]);
        var request = Pipelines.From(context => context with { Address = IPAddress.Parse("198.51.100.9") });
        var other = Pipelines.From(context => context with { Address = IPAddress.Parse("198.51.100.9"), UserAgent = Googlebot }, ("u", "https://example.com/other"));
        Assert.Equal(Keep(request, site)!.AddressMarks, Keep(other, site)!.AddressMarks);
    }

    [Fact]
    public void Without_the_salt_of_its_day_an_address_rule_stands_while_the_site_has_any()
    {
        var request = Pipelines.From(context => context with { Address = IPAddress.Parse("198.51.100.9") });
        var kept = Keep(request, Builders.Sites.With(ips: ["198.51.100.9"]))!;
        Assert.Equal([DropReason.SiteIpBlocklist], KeptRules.Standing(kept, Builders.Sites.With(ips: ["192.0.2.1"]), [], default));
        Assert.Empty(KeptRules.Standing(kept, Builders.Sites.With(), [], default));
        var ofPage = Keep(request, Builders.Sites.With(pages: ["/*"]))!;
        Assert.Empty(KeptRules.Standing(ofPage, Builders.Sites.With(ips: ["192.0.2.1"]), [], default));
    }

    private DroppedEvent? Keep(IngestRequest request, SitePolicy site) => _world.Pipeline.Keep(request, site, "example.com", Pipelines.Salts);

    private static ImmutableArray<DropReason> Standing(DroppedEvent kept, SitePolicy site, params IReadOnlyCollection<DropReason> released) => KeptRules.Standing(kept, site, released, Pipelines.Salts.Current);
}
