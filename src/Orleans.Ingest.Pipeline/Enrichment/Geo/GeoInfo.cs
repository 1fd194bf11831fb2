namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>A place as the columns hold it. Without a country all of it is empty.</summary>
/// <param name="CountryCode">ISO 3166 code of two letters.</param>
/// <param name="Subdivision1Code"><c>CC-XX</c>, such as <c>GB-ENG</c>.</param>
/// <param name="Subdivision2Code"><c>CC-XX</c>, such as <c>GB-WBK</c>.</param>
/// <param name="CityGeonameId">GeoNames id of the city, never of one of its districts; 0 when unknown.</param>
public sealed record GeoInfo(string CountryCode, string Subdivision1Code, string Subdivision2Code, uint CityGeonameId)
{
    /// <summary>Nothing is known.</summary>
    public static readonly GeoInfo Unknown = new("", "", "", 0);
}
