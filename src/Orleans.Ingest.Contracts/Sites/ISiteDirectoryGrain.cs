using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Sites;

/// <summary>Knows which sites exist and gives them their ids; there is one, with key 0.</summary>
[Alias("ingest.ISiteDirectoryGrain")]
public interface ISiteDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>When its task completes, the site exists. Null when the domain is taken, be it by a site that had it less than 72 hours ago.</summary>
    [Alias("CreateAsync")]
    Task<SiteSettings?> CreateAsync(string domain, string? timezone);

    /// <summary>
    /// The same under an id of the caller's choice, for tables that know the site already. No id is given twice, so it must be greater than all before it.
    /// </summary>
    [Alias("CreateNumberedAsync")]
    Task<NumberedSite> CreateNumberedAsync(string domain, string? timezone, ulong id);

    /// <summary>When its task completes, the site exists, unless there is or ever was another one: a first start's own site does not come back once it was deleted.</summary>
    [Alias("CreateFirstAsync")]
    Task CreateFirstAsync(string domain);

    /// <summary>Domains of all sites, in the order of their creation.</summary>
    [Alias("ListAsync")]
    Task<ImmutableArray<string>> ListAsync();

    /// <summary>
    /// When its task completes, the site has the new domain. The old one is accepted for another 72 hours as if it were the new one, and
    /// is free for another site after that. Changing back is a change like any other.
    /// </summary>
    [Alias("RenameAsync")]
    Task<RenameStatus> RenameAsync(string domain, string renamed);

    /// <summary>When its task completes, the site is gone, and the domains that it had before with it; its id is never given again. False when there was none.</summary>
    [Alias("DeleteAsync")]
    Task<bool> DeleteAsync(string domain);
}
