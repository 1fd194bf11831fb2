using MaxMind.Db;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>A country, subdivision or city of a City record.</summary>
internal sealed record PlaceRecord
{
    /// <summary>A city has none.</summary>
    [MapKey("iso_code")]
    public string? IsoCode { get; init; }

    /// <summary>Id at GeoNames.</summary>
    [MapKey("geoname_id")]
    public long? GeonameId { get; init; }
}
