namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>Where an address is.</summary>
public sealed record GeoInfo(string CountryCode, string Subdivision1Code, string Subdivision2Code, uint CityGeonameId)
{
    /// <summary>Nowhere known.</summary>
    public static readonly GeoInfo Unknown = new("", "", "", 0);
}
