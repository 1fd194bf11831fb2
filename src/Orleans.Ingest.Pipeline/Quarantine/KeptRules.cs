using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Pipeline.Quarantine;

/// <summary>Which drops a site's quarantine keeps, and whether a kept one would be dropped again.</summary>
public static class KeptRules
{
    /// <summary>The reasons of drops that are kept, in the order of the rules. Opt-outs, spam, limits and unknown sites are not among them: those events are forgotten at once.</summary>
    public static ImmutableArray<DropReason> All { get; } =
    [
        DropReason.DatacentreIp, DropReason.ThreatIp, DropReason.SiteHostnameAllowlist, DropReason.SitePageBlocklist, DropReason.SiteIpBlocklist, DropReason.SiteCountryBlocklist, DropReason.Bot,
    ];

    /// <summary>Those that no setting of the site decides: address and user agent are not kept, so such a match stands until somebody releases it by name.</summary>
    public static ImmutableArray<DropReason> Releasable { get; } = [DropReason.DatacentreIp, DropReason.ThreatIp, DropReason.Bot];

    /// <summary>Decides again over a kept event. Empty when no rule drops it any more.</summary>
    /// <param name="dropped">The event, with what matched when it was dropped.</param>
    /// <param name="site">The site as it is now. Its rules for hostnames, pages and countries are asked anew, those that did not exist at the drop too; of its rules for addresses those that matched.</param>
    /// <param name="released">Of <see cref="Releasable"/>, what is to pass now.</param>
    /// <param name="salt">The salt of the event's day, which its <see cref="AddressMark"/>s were made with. Empty when it is gone: then an address rule stands while the site has any.</param>
    public static ImmutableArray<DropReason> Standing(DroppedEvent dropped, SitePolicy site, IReadOnlyCollection<DropReason> released, ReadOnlyMemory<byte> salt)
    {
        ArgumentNullException.ThrowIfNull(dropped);
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(released);
        return [.. All.Where(reason => reason switch
        {
            DropReason.SiteHostnameAllowlist or DropReason.SitePageBlocklist or DropReason.SiteCountryBlocklist => ShieldOf(dropped.Event, site, reason),
            DropReason.SiteIpBlocklist => !dropped.AddressMarks.IsEmpty && site.AddressRules.Any(range => salt.IsEmpty || dropped.AddressMarks.Contains(AddressMark.Of(salt.Span, site.SiteId, range))),
            _ => dropped.Matched.Contains(reason) && !released.Contains(reason),
        })];
    }

    /// <summary>True when a rule of the site for hostnames, pages or countries drops an event that is stored: the rules that need nothing but what a row holds.</summary>
    /// <param name="e">The event; its country is that of its visit.</param>
    /// <param name="site">The site as it is now.</param>
    public static bool Catches(IngestEvent e, SitePolicy site) =>
        ShieldOf(e, site, DropReason.SiteHostnameAllowlist) || ShieldOf(e, site, DropReason.SitePageBlocklist) || ShieldOf(e, site, DropReason.SiteCountryBlocklist);

    private static bool ShieldOf(IngestEvent e, SitePolicy site, DropReason reason) => reason switch
    {
        DropReason.SiteHostnameAllowlist => !site.AllowsHostname(e.Hostname),
        DropReason.SitePageBlocklist => site.BlocksPage(e.Pathname),
        _ => site.BlocksCountries && site.BlocksCountry(e.Visit.CountryCode),
    };
}
