namespace Orleans.Ingest.Contracts.Sites;

/// <summary>Keeps one site's settings and its rate limit; key = the domain.</summary>
[Alias("ingest.ISiteGrain")]
public interface ISiteGrain : IGrainWithStringKey
{
    /// <summary>
    /// The site's settings and, where it has a rate limit, tokens out of the current window: the sum of all tokens
    /// handed out in a window never exceeds the threshold.
    /// </summary>
    /// <param name="wanted">Events that wait for a token; 0 when only the settings are asked for.</param>
    [Alias("LeaseAsync")]
    ValueTask<SiteLease> LeaseAsync(int wanted);

    /// <summary>The settings; null when no site of this domain exists.</summary>
    [Alias("GetAsync")]
    Task<SiteSettings?> GetAsync();

    /// <summary>When its task completes, the settings are durable and every lease from now on carries them. Called by <see cref="ISiteDirectoryGrain"/> and the Sites API.</summary>
    [Alias("PutAsync")]
    Task PutAsync(SiteSettings settings);

    /// <summary>When its task completes, a rule of this kind and value is durable.</summary>
    [Alias("AddShieldAsync")]
    Task<ShieldRule> AddShieldAsync(ShieldKind kind, string value);

    /// <summary>When its task completes, the rule is gone; false when there was none.</summary>
    [Alias("RemoveShieldAsync")]
    Task<bool> RemoveShieldAsync(ShieldKind kind, long id);

    /// <summary>When its task completes, a goal for this event name is durable; an existing one is answered as it is.</summary>
    [Alias("AddGoalAsync")]
    Task<Goal> AddGoalAsync(string eventName, string? currency);

    /// <summary>When its task completes, no lease carries the site any more. Called by <see cref="ISiteDirectoryGrain"/>.</summary>
    [Alias("ClearAsync")]
    Task ClearAsync();
}
