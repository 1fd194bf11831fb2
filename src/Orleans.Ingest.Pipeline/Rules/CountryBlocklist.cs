using Orleans.Ingest.Pipeline.Sites;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>A country rule of the site matches.</summary>
internal static class CountryBlocklist
{
    public static bool Matches(EventCandidate candidate) => 
        candidate.Site.BlocksCountries && candidate.Site.BlocksCountry(candidate.Enrichment.Place.CountryCode);

    public static string? Detail(EventCandidate candidate) => candidate.Enrichment.Place.CountryCode is { Length: > 0 } country
        ? $"the country is {country}"
        : $"the country is not known, which only the rule {SitePolicy.UnknownCountry} blocks";
}
