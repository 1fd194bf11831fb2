namespace Orleans.Ingest.Grains.Sites;

/// <summary>Which sites exist.</summary>
[GenerateSerializer, Alias("ingest.SiteDirectoryState")]
internal sealed record SiteDirectoryState
{
    /// <summary>The id that the next new site gets.</summary>
    [Id(0)] public ulong NextId { get; set; } = 1;
    /// <summary>Id by domain, in the order of creation.</summary>
    [Id(1)] public List<KeyValuePair<string, ulong>> Sites { get; set; } = [];
}
