namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>A country rule of the site matches.</summary>
internal static class CountryBlocklist
{
    public static bool Matches(EventCandidate candidate) => 
        candidate.Site.BlocksCountries && candidate.Site.BlocksCountry(candidate.Enrichment.Place.CountryCode);
}
