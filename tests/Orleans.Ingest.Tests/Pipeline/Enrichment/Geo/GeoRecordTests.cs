using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Geo;

public class GeoRecordTests
{
    private static readonly CityDistricts Districts = CityDistricts.Load();

    [Theory]
    [InlineData("ZZ")]
    [InlineData("XX")]
    [InlineData("T1")]
    [InlineData("")]
    [InlineData(null)]
    public void Without_a_country_all_is_empty(string? country) =>
        Assert.Equal(GeoInfo.Unknown, Record(country, "ENG", 2655045).ToGeoInfo(Districts));

    [Fact]
    public void Subdivisions_carry_their_country() =>
        Assert.Equal(new("GB", "GB-ENG", "", 2655045), Record("GB", "ENG", 2655045).ToGeoInfo(Districts));

    [Theory]
    [InlineData(2870912, 2950159)]
    [InlineData(8436019, 6167865)]
    [InlineData(11951210, 3067696)]
    [InlineData(2779776, 2761369)]
    [InlineData(6946227, 2925533)]
    [InlineData(6295483, 2657896)]
    [InlineData(2950159, 2950159)]
    [InlineData(0, 0)]
    public void A_district_is_its_city(long district, uint city) => Assert.Equal(city, Record("DE", null, district).ToGeoInfo(Districts).CityGeonameId);

    private static CityRecord Record(string? country, string? subdivision, long city) => new()
    {
        Country = new() { IsoCode = country },
        Subdivisions = subdivision is null ? null : [new() { IsoCode = subdivision }],
        City = new() { GeonameId = city },
    };
}
