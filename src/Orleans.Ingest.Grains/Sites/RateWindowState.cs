namespace Orleans.Ingest.Grains.Sites;

/// <summary>What is durable of a site's rate window.</summary>
[GenerateSerializer, Immutable, Alias("ingest.RateWindowState")]
internal sealed record RateWindowState
{
    /// <summary>Start of the window, UTC.</summary>
    [Id(0)] public DateTime Start { get; init; }
    /// <summary>Length of the window.</summary>
    [Id(1)] public int ScaleSeconds { get; init; }
    /// <summary>Tokens that may have been handed out in it.</summary>
    [Id(2)] public long SetAside { get; init; }
}
