namespace Orleans.Ingest.Contracts.Sites;

/// <summary>Keeps one site's settings and its rate limit, whatever its domain; key = the site's id.</summary>
[Alias("ingest.ISiteHomeGrain")]
public interface ISiteHomeGrain : IGrainWithIntegerKey
{
    /// <summary>See <see cref="ISiteGrain.LeaseAsync"/>: one count for all domains of the site.</summary>
    [Alias("LeaseAsync")]
    ValueTask<SiteLease> LeaseAsync(int wanted);

    /// <summary>The settings; null when the site does not exist.</summary>
    [Alias("GetAsync")]
    Task<SiteSettings?> GetAsync();

    /// <summary>When its task completes, the site exists with these settings. Called by <see cref="ISiteDirectoryGrain"/>.</summary>
    /// <param name="settings">All that is set.</param>
    /// <param name="lastId">Last id given to a shield rule or goal; 0 for a new site.</param>
    [Alias("CreateAsync")]
    Task CreateAsync(SiteSettings settings, long lastId);

    /// <summary>
    /// When its task completes, the settings are durable and every lease from now on carries them. Id, domain, shields and goals stay as
    /// they are: they have calls of their own, which may run at the same time.
    /// </summary>
    /// <returns>The settings as they are now; null when the site does not exist.</returns>
    [Alias("PutAsync")]
    Task<SiteSettings?> PutAsync(SiteSettings settings);

    /// <summary>When its task completes, the site durably has this domain. Called by <see cref="ISiteDirectoryGrain"/>.</summary>
    [Alias("RenameAsync")]
    Task RenameAsync(string domain);

    /// <summary>When its task completes, a rule of this kind and value is durable, or the outcome says why there is none. Judged here, so that calls at the same time share one limit.</summary>
    /// <returns>Null when the site does not exist.</returns>
    [Alias("AddShieldAsync")]
    Task<ShieldOutcome?> AddShieldAsync(ShieldKind kind, string? value);

    /// <summary>When its task completes, the rule is gone; false when there was none.</summary>
    [Alias("RemoveShieldAsync")]
    Task<bool> RemoveShieldAsync(ShieldKind kind, long id);

    /// <summary>When its task completes, a goal for this event name and currency is durable; an existing one is answered as it is.</summary>
    /// <returns>Null when the site does not exist.</returns>
    [Alias("AddGoalAsync")]
    Task<Goal?> AddGoalAsync(string eventName, string? currency);

    /// <summary>When its task completes, the goal is gone; false when there was none.</summary>
    [Alias("RemoveGoalAsync")]
    Task<bool> RemoveGoalAsync(long id);

    /// <summary>When its task completes, no lease carries the site any more. Called by <see cref="ISiteDirectoryGrain"/>.</summary>
    [Alias("ClearAsync")]
    Task ClearAsync();
}
