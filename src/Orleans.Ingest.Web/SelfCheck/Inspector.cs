using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Sites;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web.SelfCheck;

/// <summary>Gathers what a newcomer would have to look for in many places: from this front end, from a silo, and through the silo from ClickHouse.</summary>
internal sealed class Inspector(IGrainFactory grains, IAdminKey key, VisitorResolver visitors, VisitorWatch watch, TimeProvider time, IGeoLocator? geo = null)
{
    /// <summary>Sites that are looked for by name; beyond that a look would cost more than it tells.</summary>
    private const int MaxSites = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>All findings, in the order in which they stand in the way of a first event.</summary>
    public async Task<List<CheckAnswer>> InspectAsync()
    {
        var sites = await SitesAsync();
        var (silo, ahead) = await SiloAsync([.. sites.Select(site => site.Id)]);
        return
        [
            .. SiloChecks.Of(silo, ahead),
            .. SiteChecks.Of(sites, silo),
            ServiceChecks.OfKey(key),
            ServiceChecks.OfProxies(visitors.Distrusted),
            .. VisitorChecks.Of(watch.Last),
            ServiceChecks.OfGeo(geo, time.GetUtcNow().UtcDateTime),
        ];
    }

    private async Task<ImmutableArray<SiteSettings>> SitesAsync()
    {
        var domains = await grains.GetGrain<ISiteDirectoryGrain>(0).ListAsync();
        var settings = await Task.WhenAll(domains.Take(MaxSites).Select(domain => grains.GetGrain<ISiteGrain>(domain).GetAsync()));
        return [.. settings.OfType<SiteSettings>()];
    }

    /// <summary>What a silo sees, and how far its clock is ahead of ours.</summary>
    private async Task<(Inspection Silo, TimeSpan Ahead)> SiloAsync(ImmutableArray<ulong> sites)
    {
        var asked = time.GetUtcNow();
        var silo = await grains.GetGrain<IInspectionGrain>(0).InspectAsync(sites).WaitAsync(Patience, time);
        var answered = time.GetUtcNow();
        // The silo read its clock when it had done its work: half of what the way took before we heard of it.
        var read = answered - ((answered - asked - silo.Took) / 2);
        return (silo, silo.Now - read.UtcDateTime);
    }
}
