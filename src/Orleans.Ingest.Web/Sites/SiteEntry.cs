using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Web.Sites;

/// <summary>
/// One domain of the cache: its newest lease, renewed by one call at a time.
/// <code>
/// nothing known --lease--> fresh --70 % of the lifetime--> fresh, a renewal under way --lifetime over--> waits for the renewal
///                            ^                                                                               |
///                            '------ answered ------------- last known (used at once, nothing limited) &lt;-- not answered
/// </code>
/// </summary>
internal sealed partial class SiteEntry
{
    private const double RefreshAhead = 0.7;
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ISiteGrain _grain;
    private readonly RetryBudget _retries;
    private readonly WebMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SharedCall<LeasedSite?> _renewal;
    private volatile LeasedSite? _current;
    private int _wanted;
    private bool _isFailing;

    public SiteEntry(ISiteGrain grain, RetryBudget retries, WebMetrics metrics, TimeProvider time, ILogger logger)
    {
        _grain = grain;
        _retries = retries;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _renewal = new(RenewAsync);
    }

    /// <summary>The newest lease, whatever its age.</summary>
    public LeasedSite? Current => _current;

    /// <summary>The site as it may be used now; null when nothing is known of it and the grain does not answer.</summary>
    public ValueTask<LeasedSite?> GetAsync()
    {
        var current = _current;
        if (current is null) return new(_renewal.RunAsync());
        var now = _time.GetTimestamp();
        if (now < current.RefreshAt) return new(current);
        var renewal = _renewal.RunAsync();
        return now < current.FreshUntil || current.IsLastKnown ? new(current) : new(renewal);
    }

    /// <summary>Takes a token of the site's rate limit; false when the limit is used up in this window.</summary>
    public async ValueTask<bool> TryTakeTokenAsync(LeasedSite site)
    {
        for (var isNew = false; ; isNew = true)
        {
            if (site.IsLastKnown || site.Window is not { } window) return true;
            // A window just handed out is good whatever this machine's clock says of it.
            if (isNew || _time.GetUtcNow().UtcDateTime < window.End)
            {
                if (window.TryTake()) return true;
                if (window.IsUsedUp) return false;
            }

            Interlocked.Increment(ref _wanted);
            // The limiter failed: events are allowed.
            if (await _renewal.RunAsync() is not { } renewed) return true;
            site = renewed;
        }
    }

    private async Task<LeasedSite?> RenewAsync()
    {
        var wanted = Interlocked.Exchange(ref _wanted, 0);
        // From before the call: settings that changed while the answer was on its way are already older than it.
        var asked = _time.GetTimestamp();
        var began = Stopwatch.GetTimestamp();
        try
        {
            var lease = await _grain.LeaseAsync(wanted).AsTask().WaitAsync(_retries.AttemptTimeout, _time);
            _isFailing = false;
            _metrics.LeaseRenewed(began, lease.Tokens);
            return _current = Next(_current, lease, wanted, asked);
        }
        catch (Exception error)
        {
            if (!_isFailing) Log.NotRenewed(_logger, error);
            _isFailing = true;
            _metrics.LeaseFailed(began);
            // "No such site" is no knowledge to drop events by: only settings are.
            if (_current is not { Policy: not null } known) return null;
            var retryAt = asked + Ticks(RetryAfter);
            return _current = known with { IsLastKnown = true, RefreshAt = retryAt, FreshUntil = retryAt };
        }
    }

    private LeasedSite Next(LeasedSite? before, SiteLease lease, int wanted, long asked)
    {
        var lifetime = lease.Lifetime > ShortestLifetime ? lease.Lifetime : ShortestLifetime;
        var next = new LeasedSite(null, null, null, asked + Ticks(lifetime * RefreshAhead), asked + Ticks(lifetime));
        if (lease.Site is not { } site) return next;
        var isSame = before is { Settings: { } old, Policy: not null } && SitePolicies.AreSame(old, site);
        var isSameLimit = before?.Settings is { } limit
            && limit.IngestRateLimitThreshold == site.IngestRateLimitThreshold
            && limit.IngestRateLimitScaleSeconds == site.IngestRateLimitScaleSeconds;
        var window = site.IngestRateLimitThreshold is > 0 ? WindowOf(isSameLimit ? before!.Window : null, lease, site, wanted) : null;
        return next with { Settings = isSame ? before!.Settings : site, Policy = isSame ? before!.Policy : SitePolicies.Compile(site), Window = window };
    }

    private static LeasedTokens WindowOf(LeasedTokens? before, SiteLease lease, SiteSettings site, int wanted)
    {
        var window = before?.Start == lease.Window ? before : new(lease.Window, TimeSpan.FromSeconds(site.IngestRateLimitScaleSeconds));
        window.Add(lease.Tokens);
        if (wanted > 0 && lease.Tokens == 0) window.UseUp();
        return window;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A site's lease was not renewed; its last known settings are used without a rate limit until it is. Where none are known, events wait.")]
        public static partial void NotRenewed(ILogger logger, Exception error);
    }
}
