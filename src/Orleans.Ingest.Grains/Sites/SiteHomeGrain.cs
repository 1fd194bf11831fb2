using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>One site: its settings, and its rate limit over the whole cluster.</summary>
internal sealed class SiteHomeGrain(
    [PersistentState("site")] IPersistentState<SiteState> site,
    [PersistentState("rate")] IPersistentState<RateWindowState> rate,
    TimeProvider time) : Grain, ISiteHomeGrain
{
    /// <summary>A front end asks again after this long, so that a change takes effect everywhere within a second.</summary>
    public static readonly TimeSpan LeaseLifetime = TimeSpan.FromMilliseconds(500);

    private RateWindow _window = new(new());

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _window = new(rate.State);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        // In an orderly end nothing of what was set aside is lost.
        _window.Unused(rate.State) is { } exact ? rate.ChangeAsync(exact) : Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask<SiteLease> LeaseAsync(int wanted)
    {
        var settings = site.State.Settings;
        if (settings?.IngestRateLimitThreshold is not { } threshold) return new SiteLease { Site = settings, Lifetime = LeaseLifetime };
        var grant = _window.Lease(time.GetUtcNow().UtcDateTime, threshold, settings.IngestRateLimitScaleSeconds, wanted, rate.State);
        if (grant.SetAside is { } setAside) await rate.ChangeAsync(setAside);
        return new SiteLease { Site = settings, Window = grant.Window, Tokens = grant.Tokens, Lifetime = LeaseLifetime, Left = _window.Left(threshold) };
    }

    /// <inheritdoc />
    public Task<SiteSettings?> GetAsync() => Task.FromResult(site.State.Settings);

    /// <inheritdoc />
    public Task CreateAsync(SiteSettings settings, long lastId) => site.ChangeAsync(new() { Settings = settings, LastId = lastId });

    /// <inheritdoc />
    public async Task<SiteSettings?> PutAsync(SiteSettings settings)
    {
        if (site.State.Settings is not { } now) return null;
        return await ChangeAsync(settings with { Id = now.Id, Domain = now.Domain, Shields = now.Shields, Goals = now.Goals });
    }

    /// <inheritdoc />
    public Task RenameAsync(string domain) =>
        site.State.Settings is { } settings && settings.Domain != domain ? ChangeAsync(settings with { Domain = domain }) : Task.CompletedTask;

    /// <inheritdoc />
    public async Task<ShieldOutcome?> AddShieldAsync(ShieldKind kind, string? value)
    {
        if (site.State.Settings is not { } settings) return null;
        var (kept, error) = ShieldJudgement.Of(settings, kind, value);
        if (kept is null) return new(null, error);
        var rule = new ShieldRule(site.State.LastId + 1, kind, kept);
        await site.ChangeAsync(new() { Settings = settings with { Shields = settings.Shields.Add(rule) }, LastId = rule.Id });
        return new(rule, null);
    }

    /// <inheritdoc />
    public async Task<bool> RemoveShieldAsync(ShieldKind kind, long id)
    {
        if (site.State.Settings is not { } settings) return false;
        var left = settings.Shields.RemoveAll(rule => rule.Kind == kind && rule.Id == id);
        if (left.Length == settings.Shields.Length) return false;
        await ChangeAsync(settings with { Shields = left });
        return true;
    }

    /// <inheritdoc />
    public async Task<Goal?> AddGoalAsync(string eventName, string? currency)
    {
        if (site.State.Settings is not { } settings) return null;
        if (settings.Goals.FirstOrDefault(goal => goal.EventName == eventName && goal.Currency == currency) is { } known) return known;
        var added = new Goal(site.State.LastId + 1, eventName, currency);
        await site.ChangeAsync(new() { Settings = settings with { Goals = settings.Goals.Add(added) }, LastId = added.Id });
        return added;
    }

    /// <inheritdoc />
    public async Task<bool> RemoveGoalAsync(long id)
    {
        if (site.State.Settings is not { } settings) return false;
        var left = settings.Goals.RemoveAll(goal => goal.Id == id);
        if (left.Length == settings.Goals.Length) return false;
        await ChangeAsync(settings with { Goals = left });
        return true;
    }

    /// <inheritdoc />
    public async Task ClearAsync()
    {
        await site.ForgetAsync();
        await rate.ForgetAsync();
        _window = new(rate.State);
    }

    private async Task<SiteSettings> ChangeAsync(SiteSettings settings)
    {
        await site.ChangeAsync(site.State with { Settings = settings });
        return settings;
    }
}
