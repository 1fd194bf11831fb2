using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary><see cref="SiteLease"/> as a later version may have it: with one member more.</summary>
[GenerateSerializer, Alias("next.SiteLease")]
public sealed record NextSiteLease
{
    [Id(0)] public SiteSettings? Site { get; init; }
    [Id(1)] public DateTime Window { get; init; }
    [Id(2)] public int Tokens { get; init; }
    [Id(3)] public TimeSpan Lifetime { get; init; }
    [Id(4)] public int? Left { get; init; }
    [Id(5)] public string? Added { get; init; }
}
