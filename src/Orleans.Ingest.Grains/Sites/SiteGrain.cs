using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>One site: its settings, and its rate limit over the whole cluster.</summary>
internal sealed class SiteGrain([PersistentState("site")] IPersistentState<SiteState> site, TimeProvider time) : Grain, ISiteGrain
{
    /// <summary>A front end asks again after this long, so that a change takes effect everywhere within a second.</summary>
    private static readonly TimeSpan _lifetime = TimeSpan.FromMilliseconds(500);

    private readonly RateWindow _window = new();

    /// <inheritdoc />
    public ValueTask<SiteLease> LeaseAsync(int wanted)
    {
        var settings = site.State.Settings;
        if (settings?.IngestRateLimitThreshold is not { } threshold) return new(new SiteLease { Site = settings, Lifetime = _lifetime });
        var (window, tokens) = _window.Lease(time.GetUtcNow().UtcDateTime, threshold, settings.IngestRateLimitScaleSeconds, wanted);
        return new(new SiteLease { Site = settings, Window = window, Tokens = tokens, Lifetime = _lifetime });
    }

    /// <inheritdoc />
    public Task<SiteSettings?> GetAsync() => Task.FromResult(site.State.Settings);

    /// <inheritdoc />
    public Task PutAsync(SiteSettings settings)
    {
        site.State.Settings = settings;
        return site.WriteStateAsync();
    }

    /// <inheritdoc />
    public async Task<ShieldRule> AddShieldAsync(ShieldKind kind, string value)
    {
        var settings = Existing();
        var rule = new ShieldRule(++site.State.LastId, kind, value);
        await PutAsync(settings with { Shields = settings.Shields.Add(rule) });
        return rule;
    }

    /// <inheritdoc />
    public async Task<bool> RemoveShieldAsync(ShieldKind kind, long id)
    {
        var settings = Existing();
        var left = settings.Shields.RemoveAll(rule => rule.Kind == kind && rule.Id == id);
        if (left.Length == settings.Shields.Length) return false;
        await PutAsync(settings with { Shields = left });
        return true;
    }

    /// <inheritdoc />
    public async Task<Goal> AddGoalAsync(string eventName, string? currency)
    {
        var settings = Existing();
        if (settings.Goals.FirstOrDefault(goal => goal.EventName == eventName && goal.Currency == currency) is { } known) return known;
        var added = new Goal(++site.State.LastId, eventName, currency);
        await PutAsync(settings with { Goals = settings.Goals.Add(added) });
        return added;
    }

    /// <inheritdoc />
    public Task ClearAsync()
    {
        site.State.Settings = null;
        return site.WriteStateAsync();
    }

    private SiteSettings Existing() =>
        site.State.Settings ?? throw new InvalidOperationException($"There is no site '{this.GetPrimaryKeyString()}': create it first (POST /api/v1/sites).");
}
