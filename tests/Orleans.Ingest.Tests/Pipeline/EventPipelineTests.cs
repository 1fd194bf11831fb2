using System.Net;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Visitors;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline;

public sealed class EventPipelineTests
{
    private readonly Pipelines _world = new();

    [Fact]
    public void Event_carries_what_was_sent_and_what_was_found_out()
    {
        var request = Pipelines.Request(("u", "https://www.example.com/a?utm_source=news"), ("p", new { k = "v" }), ("v", 24));
        var decision = _world.Decide(request);
        Assert.Null(decision.Drop);
        var e = decision.Event!;
        Assert.Equal(("pageview", "example.com", "/a", 7ul, (ushort)24), (e.Name, e.Hostname, e.Pathname, e.SiteId, e.TrackerScriptVersion));
        Assert.Equal(Parsing.Now, e.Timestamp);
        Assert.Equal([new Prop("k", "v")], e.Props);
        Assert.Equal(("news", "DE", "DE-BE", 2950159u), (e.Visit.UtmSource, e.Visit.CountryCode, e.Visit.Subdivision1Code, e.Visit.CityGeonameId));
    }

    [Fact]
    public void First_rule_that_matches_is_the_reason()
    {
        var site = Builders.Sites.With(hostnames: ["other.example"], pages: ["/*"], ips: ["0.0.0.0/0"], countries: ["DE"], honourGpc: true);
        var request = Pipelines.From(context => context with { OptedOut = true, UserAgent = Pipelines.VerificationAgent, IpClass = IpClass.Datacentre });
        Assert.Equal(DropReason.Gpc, _world.Drop(request, site));
        request = request with { Context = request.Context with { OptedOut = false } };
        Assert.Equal(DropReason.VerificationAgent, _world.Drop(request, site));
        request = request with { Context = request.Context with { UserAgent = "Googlebot/2.1 (+http://www.google.com/bot.html)" } };
        Assert.Equal(DropReason.DatacentreIp, _world.Drop(request, site));
        request = request with { Context = request.Context with { IpClass = IpClass.Threat } };
        Assert.Equal(DropReason.ThreatIp, _world.Drop(request, site));
        request = request with { Context = request.Context with { IpClass = IpClass.None } };
        Assert.Equal(DropReason.SiteHostnameAllowlist, _world.Drop(request, site));
        Assert.Equal(DropReason.SitePageBlocklist, _world.Drop(request, Builders.Sites.With(pages: ["/*"], ips: ["0.0.0.0/0"], countries: ["DE"])));
        Assert.Equal(DropReason.SiteIpBlocklist, _world.Drop(request, Builders.Sites.With(ips: ["0.0.0.0/0"], countries: ["DE"])));
        Assert.Equal(DropReason.SiteCountryBlocklist, _world.Drop(request, Builders.Sites.With(countries: ["DE"])));
        Assert.Equal(DropReason.Bot, _world.Drop(request, Builders.Sites.With()));
    }

    [Fact]
    public void Explanation_names_every_rule_and_agrees_with_the_decision()
    {
        var site = Builders.Sites.With(pages: ["/*"], countries: ["DE"]);
        var outcomes = _world.Pipeline.Explain(Pipelines.Request(), site);
        Assert.Equal(9, outcomes.Length);
        Assert.Equal([DropReason.SitePageBlocklist, DropReason.SiteCountryBlocklist], outcomes.Where(outcome => outcome.Matched).Select(outcome => outcome.Rule));
        Assert.Equal(outcomes.First(outcome => outcome.Matched).Rule, _world.Drop(Pipelines.Request(), site));
    }

    [Fact]
    public void User_id_hashes_the_domain_as_sent_and_the_root_of_the_page()
    {
        var request = Pipelines.Request(("u", "https://app.user-id.example/"));
        var decision = _world.Decide(request, domain: "old.example");
        var expected = UserId.Of(Pipelines.Chrome, IPAddress.Parse("198.51.100.7"), false, "old.example", "user-id.example", Pipelines.Salts);
        Assert.Equal(expected, (decision.Event!.UserId, decision.PreviousUserId));
        Assert.NotEqual(expected.Current, _world.Decide(request, domain: "new.example").Event!.UserId);
    }

    [Fact]
    public void Previous_id_is_0_when_its_salt_is_gone() =>
        Assert.Equal(0u, _world.Pipeline.Decide(
            Pipelines.Request(), Builders.Sites.With(), "example.com", new VisitorSalts(new byte[16], ReadOnlyMemory<byte>.Empty)).PreviousUserId);

    [Fact]
    public void Event_that_lacks_a_needed_part_is_invalid()
    {
        Assert.Equal(DropReason.Invalid, _world.Pipeline.Decide(Pipelines.Request(), Builders.Sites.With(), "example.com", default).Drop);
        Assert.Equal(DropReason.Invalid, _world.Drop(Pipelines.Request(), Builders.Sites.With(siteId: 0)));
    }

    [Fact]
    public void Domains_of_a_request_share_its_enrichment()
    {
        var request = Pipelines.Request();
        var one = _world.Decide(request, Builders.Sites.With(countries: ["FR"]), "a.example").Event!;
        var two = _world.Decide(request, Builders.Sites.With(countries: ["GB"]), "b.example").Event!;
        Assert.Same(one.Visit, two.Visit);
        Assert.Equal(1, _world.Lookups);
    }

    [Fact]
    public void Copy_of_a_request_is_enriched_anew()
    {
        var request = Pipelines.Request();
        _world.Decide(request);
        var moved = request with { Context = request.Context with { Address = IPAddress.Parse("203.0.113.9") } };
        Assert.Equal("", _world.Decide(moved).Event!.Visit.CountryCode);
    }

    [Fact]
    public void Nothing_is_looked_up_for_a_dropped_event()
    {
        _world.Drop(Pipelines.Request(), Builders.Sites.With(hostnames: ["other.example"]));
        Assert.Equal(0, _world.Lookups);
    }

    [Fact]
    public void Anonymous_vpn_is_a_country_of_its_own()
    {
        var visit = _world.Decide(Pipelines.From(context => context with { IpClass = IpClass.AnonymousVpn })).Event!.Visit;
        Assert.Equal(("A1", "", "", 0u), (visit.CountryCode, visit.Subdivision1Code, visit.Subdivision2Code, visit.CityGeonameId));
    }

    [Fact]
    public void Revenue_is_stored_for_revenue_goals_only()
    {
        var request = Pipelines.Request(("n", "Payment"), ("$", new { amount = 10.2, currency = "USD" }));
        Assert.Equal(10.2m, Stored("Payment", "USD")?.ReportingAmount);
        Assert.Null(Stored("Payment", null));
        Assert.Null(Stored("payment", "USD"));

        Revenue? Stored(string goal, string? currency) =>
            _world.Decide(request, Builders.Sites.With(goals: new() { [goal] = currency })).Event!.Revenue;
    }
}
