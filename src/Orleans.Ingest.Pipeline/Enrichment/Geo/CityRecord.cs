using MaxMind.Db;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>What is read of a City record. The names in eight languages, most of the record, are skipped.</summary>
internal sealed record CityRecord
{
    /// <summary>Where the address is used, not where it is registered.</summary>
    [MapKey("country")]
    public PlaceRecord? Country { get; init; }

    /// <summary>From the largest to the smallest.</summary>
    [MapKey("subdivisions")]
    public IReadOnlyList<PlaceRecord>? Subdivisions { get; init; }

    /// <summary>The city, or one of its districts.</summary>
    [MapKey("city")]
    public PlaceRecord? City { get; init; }

    /// <summary>The record as the columns hold it.</summary>
    public GeoInfo ToGeoInfo(CityDistricts districts)
    {
        // ZZ = the whole world, XX = disputed, T1 = Tor: no country.
        if (Country?.IsoCode is not { Length: 2 } code || code is "ZZ" or "XX" or "T1")
            return GeoInfo.Unknown;

        return new(code, Subdivision(code, 0), Subdivision(code, 1), districts.CityOf((uint)(City?.GeonameId ?? 0)));
    }

    private string Subdivision(string countryCode, int index) =>
        Subdivisions is not null && index < Subdivisions.Count && Subdivisions[index].IsoCode is { Length: > 0 } code
            ? $"{countryCode}-{code}"
            : "";
}
