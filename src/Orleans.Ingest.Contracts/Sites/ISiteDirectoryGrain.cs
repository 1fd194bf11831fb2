using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Sites;

/// <summary>Knows which sites exist and gives them their ids; there is one, with key 0.</summary>
[Alias("ingest.ISiteDirectoryGrain")]
public interface ISiteDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>When its task completes, the site exists. Null when the domain is taken.</summary>
    [Alias("CreateAsync")]
    Task<SiteSettings?> CreateAsync(string domain, string? timezone);

    /// <summary>When its task completes, the site exists, unless there is or ever was another one: a first start's own site does not come back once it was deleted.</summary>
    [Alias("CreateFirstAsync")]
    Task CreateFirstAsync(string domain);

    /// <summary>Domains of all sites, in the order of their creation.</summary>
    [Alias("ListAsync")]
    Task<ImmutableArray<string>> ListAsync();

    /// <summary>When its task completes, the site is gone; its id is never given again. False when there was none.</summary>
    [Alias("DeleteAsync")]
    Task<bool> DeleteAsync(string domain);
}
