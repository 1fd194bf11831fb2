namespace Orleans.Ingest.Contracts.Sites;

/// <summary>What a front end may do for a site until the lease ends.</summary>
[GenerateSerializer, Immutable, Alias("ingest.SiteLease")]
public sealed record SiteLease
{
    /// <summary>The site; null when the domain names none.</summary>
    [Id(0)] public SiteSettings? Site { get; init; }
    /// <summary>Start of the rate window that <see cref="Tokens"/> belong to, UTC; unspent tokens die with the window.</summary>
    [Id(1)] public DateTime Window { get; init; }
    /// <summary>Events that the front end may admit in the window; without meaning when the site has no limit.</summary>
    [Id(2)] public int Tokens { get; init; }
    /// <summary>How long the settings may be used before they are asked for again: a change takes effect within a second.</summary>
    [Id(3)] public TimeSpan Lifetime { get; init; }
    /// <summary>Events that may still be admitted in the window beyond all tokens handed out, these included; null when the site has no limit, or the silo does not say.</summary>
    [Id(4)] public int? Left { get; init; }
}
