using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Quarantine;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>Keeps what rules of a site have dropped, where the site asks for it, up to a bound.</summary>
internal sealed class SiteQuarantine(EventPipeline pipeline, IKeptEvents kept, WebMetrics metrics)
{
    /// <summary>Events of a site that a front end keeps in an hour; what exceeds it is dropped as if there were no quarantine. Floods of bots are what it is for.</summary>
    public const int MostOfSiteAndHour = 10_000;

    /// <summary>By site: those that keep something in this hour, and no name that somebody thinks of.</summary>
    private readonly Dictionary<ulong, int> _counts = [];
    private readonly Lock _gate = new();
    private long _hour;

    /// <summary>Keeps a drop, if it is one that may be kept.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reason">Why it was dropped.</param>
    /// <param name="site">The site.</param>
    /// <param name="domain">The domain as sent.</param>
    /// <param name="salts">The salts of the event's day.</param>
    /// <param name="hints">The request's client hints, where the site reads them.</param>
    /// <param name="now">When it arrived, UTC.</param>
    /// <param name="clientId">The client's own id of the event, as it gave it; null when it gave none.</param>
    public void Keep(IngestRequest request, DropReason reason, SitePolicy site, string domain, VisitorSalts salts, ClientHints? hints, DateTime now, string? clientId)
    {
        if (!site.KeepsDropped || !KeptRules.All.Contains(reason)) return;
        var hour = now.Ticks / TimeSpan.TicksPerHour;
        // Looked at first: beyond the bound a flood costs no more than without a quarantine.
        if (CountOf(site.SiteId, hour) >= MostOfSiteAndHour)
        {
            metrics.Quarantined(isKept: false);
            return;
        }

        if (pipeline.Keep(request, site, domain, salts, hints) is not { } dropped) return;
        var id = clientId is null ? new(NewRandom(), NewRandom()) : ClientId.Of(site.SiteId, clientId);
        var isKept = kept.TryKeep(new(id, now, domain, dropped));
        if (isKept) CountOf(site.SiteId, hour, add: 1);
        metrics.Quarantined(isKept);
    }

    private int CountOf(ulong site, long hour, int add = 0)
    {
        lock (_gate)
        {
            if (hour != _hour)
            {
                _counts.Clear();
                _hour = hour;
            }

            var count = _counts.GetValueOrDefault(site);
            return add == 0 ? count : _counts[site] = count + add;
        }
    }

    private static ulong NewRandom() => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));
}
