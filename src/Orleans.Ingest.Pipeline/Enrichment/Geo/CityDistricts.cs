using System.Collections.Frozen;
using System.Globalization;

namespace Orleans.Ingest.Pipeline.Enrichment.Geo;

/// <summary>Districts that geolocation files name in place of their city, by GeoNames id: a visitor in Berlin-Mitte is one in Berlin.</summary>
internal sealed class CityDistricts
{
    private readonly FrozenDictionary<uint, uint> _cityByDistrict;

    private CityDistricts(FrozenDictionary<uint, uint> cityByDistrict) => _cityByDistrict = cityByDistrict;

    /// <summary>With the table that comes with the program.</summary>
    public static CityDistricts Load() => new(DataTable.Rows("geo/city-districts.tsv", 4)
        .ToFrozenDictionary(row => Id(row[0]), row => Id(row[1])));

    /// <summary>The district's city; the id itself for everything else.</summary>
    public uint CityOf(uint geonameId) => _cityByDistrict.GetValueOrDefault(geonameId, geonameId);

    private static uint Id(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
