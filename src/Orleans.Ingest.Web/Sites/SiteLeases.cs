using System.Collections.Concurrent;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Web.Sites;

/// <summary>The sites that this front end has a lease of, by the domain as trackers send it.</summary>
internal sealed class SiteLeases(IGrainFactory grains, RetryBudget retries, WebMetrics metrics, TimeProvider time, ILogger<SiteLeases> logger)
{
    // Names of unknown domains are anyone's choice: they may not push out sites, nor fill the memory.
    private const int MaxUnknown = 10_000;

    private readonly ConcurrentDictionary<string, SiteEntry> _sites = new(StringComparer.Ordinal);
    private readonly ConcurrentLru<string, SiteEntry> _unknown = new(1, MaxUnknown, StringComparer.Ordinal);

    /// <summary>The entry of a domain; null when no site can have this domain.</summary>
    public SiteEntry? Find(string domain)
    {
        if (_sites.TryGetValue(domain, out var entry)) return entry;
        return SiteDomain.CanExist(domain) ? _unknown.GetOrAdd(domain, Create) : null;
    }

    /// <summary>The site of an entry, asked for again within the budget; null when nothing could be learnt of it.</summary>
    public ValueTask<LeasedSite?> GetAsync(string domain, SiteEntry entry, long started)
    {
        var site = entry.GetAsync();
        if (!site.IsCompletedSuccessfully)
        {
            metrics.LookedUp("site", isHit: false);
            return LearnAsync(domain, entry, site, started);
        }

        // That a domain names no site is known, too.
        var known = site.Result;
        metrics.LookedUp("site", isHit: known is not null);
        return known is { Policy: not null } ? new(known) : LearnAsync(domain, entry, new(known), started);
    }

    private async ValueTask<LeasedSite?> LearnAsync(string domain, SiteEntry entry, ValueTask<LeasedSite?> first, long started)
    {
        var site = await first;
        for (var attempt = 1; site is null; attempt++)
        {
            if (!await retries.PauseAsync(started, attempt, "site")) return null;
            site = await entry.GetAsync();
        }

        Sort(domain, entry, isSite: site.Policy is not null);
        return site;
    }

    private void Sort(string domain, SiteEntry entry, bool isSite)
    {
        if (isSite)
        {
            if (_sites.TryAdd(domain, entry)) _unknown.TryRemove(domain);
        }
        else if (_sites.TryRemove(KeyValuePair.Create(domain, entry)))
        {
            _unknown.AddOrUpdate(domain, entry);
        }
    }

    private SiteEntry Create(string domain) => new(grains.GetGrain<ISiteGrain>(domain), retries, metrics, time, logger);
}
