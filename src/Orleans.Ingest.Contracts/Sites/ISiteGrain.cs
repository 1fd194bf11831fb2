namespace Orleans.Ingest.Contracts.Sites;

/// <summary>
/// A site as one of its domains names it; key = the domain. The site itself is kept by <see cref="ISiteHomeGrain"/>, so that all its
/// domains share the settings and one rate limit.
/// </summary>
[Alias("ingest.ISiteGrain")]
public interface ISiteGrain : IGrainWithStringKey
{
    /// <summary>
    /// The site's settings and, where it has a rate limit, tokens out of the current window: the sum of all tokens
    /// handed out in a window never exceeds the threshold. A domain that the site had before is answered like its own, for its time.
    /// </summary>
    /// <param name="wanted">Events that wait for a token; 0 when only the settings are asked for.</param>
    [Alias("LeaseAsync")]
    ValueTask<SiteLease> LeaseAsync(int wanted);

    /// <summary>The settings; null when this is no site's domain, or one that it had before.</summary>
    [Alias("GetAsync")]
    Task<SiteSettings?> GetAsync();

    /// <summary>See <see cref="ISiteHomeGrain.PutAsync"/>; null when no site is known here.</summary>
    [Alias("PutAsync")]
    Task<SiteSettings?> PutAsync(SiteSettings settings);

    /// <summary>See <see cref="ISiteHomeGrain.AddShieldAsync"/>; null when no site is known here.</summary>
    [Alias("AddShieldAsync")]
    Task<ShieldOutcome?> AddShieldAsync(ShieldKind kind, string? value);

    /// <summary>When its task completes, the rule is gone; false when there was none.</summary>
    [Alias("RemoveShieldAsync")]
    Task<bool> RemoveShieldAsync(ShieldKind kind, long id);

    /// <summary>See <see cref="ISiteHomeGrain.AddGoalAsync"/>; null when no site is known here.</summary>
    [Alias("AddGoalAsync")]
    Task<Goal?> AddGoalAsync(string eventName, string? currency);

    /// <summary>When its task completes, the goal is gone; false when there was none.</summary>
    [Alias("RemoveGoalAsync")]
    Task<bool> RemoveGoalAsync(long id);

    /// <summary>When its task completes, the domain durably names this site, or none. Called by <see cref="ISiteDirectoryGrain"/>.</summary>
    /// <param name="siteId">Id of the site; null for none.</param>
    /// <param name="until">When the domain stops to name it (UTC); null = it is the site's own domain.</param>
    [Alias("PointAsync")]
    Task PointAsync(ulong? siteId, DateTime? until);
}
