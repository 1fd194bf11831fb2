namespace Orleans.Ingest.Contracts.Sites;

/// <summary>What became of a change of a site's domain.</summary>
[GenerateSerializer, Alias("ingest.RenameStatus")]
public enum RenameStatus
{
    /// <summary>The site has the new domain.</summary>
    Renamed = 0,
    /// <summary>No site has the old domain.</summary>
    NoSuchSite = 1,
    /// <summary>Another site has the new domain, or had it so lately that it is still accepted for that site.</summary>
    Taken = 2,
}
