namespace Orleans.Ingest.Contracts.Sites;

/// <summary>Kinds of a site's shield rules.</summary>
[GenerateSerializer, Alias("ingest.ShieldKind")]
public enum ShieldKind
{
    /// <summary>Only these hostnames are allowed.</summary>
    Hostname = 0,
    /// <summary>These pages are dropped.</summary>
    Page = 1,
    /// <summary>These addresses or ranges are dropped.</summary>
    Ip = 2,
    /// <summary>These countries are dropped.</summary>
    Country = 3,
}
