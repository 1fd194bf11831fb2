using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>One domain: hands every call on to the site that it names.</summary>
internal sealed class SiteGrain([PersistentState("site")] IPersistentState<SiteDomainState> domain, TimeProvider time) : Grain, ISiteGrain
{
    /// <inheritdoc />
    public ValueTask<SiteLease> LeaseAsync(int wanted) =>
        Home() is { } home ? home.LeaseAsync(wanted) : new(new SiteLease { Lifetime = SiteHomeGrain.LeaseLifetime });

    /// <inheritdoc />
    public async Task<SiteSettings?> GetAsync() =>
        // The site's own word on its domain counts: it changes in one write, whatever this grain knows of it yet.
        Home() is { } home && await home.GetAsync() is { } site && site.Domain == this.GetPrimaryKeyString() ? site : null;

    /// <inheritdoc />
    public Task<SiteSettings?> PutAsync(SiteSettings settings) => Home()?.PutAsync(settings) ?? Task.FromResult<SiteSettings?>(null);

    /// <inheritdoc />
    public Task<ShieldOutcome?> AddShieldAsync(ShieldKind kind, string? value) => Home()?.AddShieldAsync(kind, value) ?? Task.FromResult<ShieldOutcome?>(null);

    /// <inheritdoc />
    public Task<bool> RemoveShieldAsync(ShieldKind kind, long id) => Home()?.RemoveShieldAsync(kind, id) ?? Task.FromResult(false);

    /// <inheritdoc />
    public Task<Goal?> AddGoalAsync(string eventName, string? currency) => Home()?.AddGoalAsync(eventName, currency) ?? Task.FromResult<Goal?>(null);

    /// <inheritdoc />
    public Task<bool> RemoveGoalAsync(long id) => Home()?.RemoveGoalAsync(id) ?? Task.FromResult(false);

    /// <inheritdoc />
    public Task PointAsync(ulong? siteId, DateTime? until) => domain.ChangeAsync(new() { SiteId = siteId, Until = until });

    private ISiteHomeGrain? Home() =>
        domain.State is { SiteId: { } id, Until: var until } && !(until <= time.GetUtcNow().UtcDateTime)
            ? GrainFactory.GetGrain<ISiteHomeGrain>((long)id)
            : null;
}
