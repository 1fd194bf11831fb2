using System.Collections.Immutable;
using System.Net;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Pipeline.Sites;

/// <summary>A site's settings as the rules need them: compiled once, asked for every event.</summary>
public sealed class SitePolicy
{
    /// <summary>Country rule for visitors whose country is not known.</summary>
    public const string UnknownCountry = "ZZ";

    private readonly ImmutableArray<WildcardPattern> _hostnames;
    private readonly ImmutableArray<WildcardPattern> _pages;
    private readonly ImmutableArray<AddressRange> _ips;
    private readonly ImmutableArray<string> _countries;
    private readonly Dictionary<string, string?> _goals;

    /// <summary>Compiles the settings of a site. Rule values are those that <see cref="SiteRules"/> has accepted.</summary>
    /// <param name="siteId">The site's id in ClickHouse.</param>
    /// <param name="domain">The site's domain.</param>
    /// <param name="acceptTrafficUntil">Last day (UTC) on which traffic is accepted; null = for good.</param>
    /// <param name="rateLimitThreshold">Events allowed in a window; null = no limit, 0 = the site is blocked.</param>
    /// <param name="hostnames">Patterns of the allowed hostnames; none = all are allowed.</param>
    /// <param name="pages">Patterns of the blocked pages.</param>
    /// <param name="ips">Blocked addresses and ranges.</param>
    /// <param name="countries">Blocked countries, or <see cref="UnknownCountry"/>.</param>
    /// <param name="goals">Event name to reporting currency; null for a goal without revenue.</param>
    /// <param name="honourGpc">Drop visitors who opted out.</param>
    /// <param name="hashIpv6ByPrefix">Hash IPv6 visitors by their /64.</param>
    /// <param name="readsClientHints">Refine browser and system by the visitor's client hints.</param>
    /// <param name="keepsDropped">Keep dropped events for a while.</param>
    public SitePolicy(
        ulong siteId,
        string domain,
        DateOnly? acceptTrafficUntil,
        int? rateLimitThreshold,
        IEnumerable<string> hostnames,
        IEnumerable<string> pages,
        IEnumerable<string> ips,
        IEnumerable<string> countries,
        IReadOnlyDictionary<string, string?> goals,
        bool honourGpc,
        bool hashIpv6ByPrefix,
        bool readsClientHints = false,
        bool keepsDropped = false)
    {
        SiteId = siteId;
        Domain = domain;
        AcceptTrafficUntil = acceptTrafficUntil;
        RateLimitThreshold = rateLimitThreshold;
        HonourGpc = honourGpc;
        HashIpv6ByPrefix = hashIpv6ByPrefix;
        ReadsClientHints = readsClientHints;
        KeepsDropped = keepsDropped;
        _hostnames = [.. hostnames.Select(WildcardPattern.Of)];
        _pages = [.. pages.Select(WildcardPattern.Of)];
        _ips = [.. Ranges(ips)];
        _countries = [.. countries.Select(static country => country.ToUpperInvariant())];
        _goals = new(goals);
    }

    /// <summary>What a domain that names no site is judged by when somebody asks why.</summary>
    public static SitePolicy WithoutRules(string domain) =>
        new(0, domain, null, null, [], [], [], [], new Dictionary<string, string?>(), honourGpc: false, hashIpv6ByPrefix: false);

    /// <summary>The site's id in ClickHouse.</summary>
    public ulong SiteId { get; }
    /// <summary>The site's domain.</summary>
    public string Domain { get; }
    /// <summary>Last day (UTC) on which traffic is accepted; null = for good.</summary>
    public DateOnly? AcceptTrafficUntil { get; }
    /// <summary>Events allowed in a window; null = no limit, 0 = the site is blocked.</summary>
    public int? RateLimitThreshold { get; }
    /// <summary>Drop visitors who opted out.</summary>
    public bool HonourGpc { get; }
    /// <summary>Hash IPv6 visitors by their /64.</summary>
    public bool HashIpv6ByPrefix { get; }
    /// <summary>Refine browser and system by the visitor's client hints.</summary>
    public bool ReadsClientHints { get; }
    /// <summary>Events that bots, address classes or shields drop are kept for a while (<see cref="Quarantine.KeptRules"/>).</summary>
    public bool KeepsDropped { get; }
    /// <summary>Some country is blocked: only then must the country be known before the rules.</summary>
    public bool BlocksCountries => !_countries.IsEmpty;

    /// <summary>Patterns of the allowed hostnames; none = all are allowed.</summary>
    public ImmutableArray<WildcardPattern> HostnameRules => _hostnames;

    /// <summary>Patterns of the blocked pages.</summary>
    public ImmutableArray<WildcardPattern> PageRules => _pages;

    /// <summary>Blocked addresses and ranges.</summary>
    public ImmutableArray<AddressRange> AddressRules => _ips;

    /// <summary>Blocked countries, or <see cref="UnknownCountry"/>.</summary>
    public ImmutableArray<string> CountryRules => _countries;

    /// <summary>True when the site has no hostname rules, or one matches.</summary>
    public bool AllowsHostname(string hostname) => _hostnames.IsEmpty || HostnameRule(hostname) is not null;

    /// <summary>The hostname rule that matches; null when none does.</summary>
    public string? HostnameRule(string hostname) => First(_hostnames, hostname);

    /// <summary>True when a page rule matches.</summary>
    public bool BlocksPage(string pathname) => PageRule(pathname) is not null;

    /// <summary>The page rule that matches; null when none does.</summary>
    public string? PageRule(string pathname) => First(_pages, pathname);

    /// <summary>True when an address rule matches.</summary>
    public bool BlocksAddress(IPAddress? address) => AddressRule(address) is not null;

    /// <summary>The address rule that matches; null when none does.</summary>
    public AddressRange? AddressRule(IPAddress? address)
    {
        if (address is null)
            return null;

        foreach (var range in _ips)
        {
            if (range.Contains(address))
                return range;
        }

        return null;
    }

    /// <summary>True when the country, or the unknown one (empty), is blocked.</summary>
    public bool BlocksCountry(string countryCode) => _countries.Contains(countryCode.Length == 0 ? UnknownCountry : countryCode);

    /// <summary>Currency of the revenue goal for an event name; null when the site has none.</summary>
    public string? RevenueCurrency(string eventName) => _goals.GetValueOrDefault(eventName);

    private static string? First(ImmutableArray<WildcardPattern> patterns, string text)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(text))
                return pattern.Text;
        }

        return null;
    }

    private static IEnumerable<AddressRange> Ranges(IEnumerable<string> ips)
    {
        foreach (var ip in ips)
        {
            // A value that no longer parses must not stop the events of its site.
            if (AddressRange.TryParse(ip, out var range))
                yield return range;
        }
    }
}
