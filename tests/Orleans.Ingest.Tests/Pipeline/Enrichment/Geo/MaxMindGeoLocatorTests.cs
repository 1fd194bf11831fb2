using System.Net;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Pipeline.Enrichment.Geo;
using Xunit;

namespace Orleans.Ingest.Tests.Pipeline.Enrichment.Geo;

public sealed class MaxMindGeoLocatorTests : IDisposable
{
    private static readonly string TestFile = Path.Combine(AppContext.BaseDirectory, "Data", "GeoLite2-City-Test.mmdb");

    private readonly string _directory = Directory.CreateTempSubdirectory("geo-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly List<GeoReloadEventArgs> _reloads = [];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("2.125.160.216", "GB", "GB-ENG", "GB-WBK", 2655045)]
    [InlineData("216.160.83.56", "US", "US-WA", "", 5803556)]
    [InlineData("::ffff:216.160.83.56", "US", "US-WA", "", 5803556)]
    [InlineData("2001:218::1", "JP", "", "", 0)]
    [InlineData("127.0.0.1", "", "", "", 0)]
    [InlineData("::1", "", "", "", 0)]
    public void An_address_is_where_the_file_says(string address, string country, string first, string second, uint city)
    {
        using var locator = new MaxMindGeoLocator(TestFile, _time);
        Assert.Equal(new(country, first, second, city), locator.Locate(IPAddress.Parse(address)));
    }

    [Fact]
    public void A_changed_file_is_taken_at_the_next_interval()
    {
        using var locator = Watch(out var path);
        ReplaceWith(path, File.ReadAllBytes(TestFile));
        Assert.Empty(_reloads);

        _time.Advance(MaxMindGeoLocator.DefaultInterval);
        Assert.Null(Assert.Single(_reloads).Error);
        Assert.Equal("GB", locator.Locate(IPAddress.Parse("2.125.160.216")).CountryCode);
    }

    [Fact]
    public void A_broken_file_leaves_the_one_before_in_use_and_is_told_once()
    {
        using var locator = Watch(out var path);
        ReplaceWith(path, [1, 2, 3]);
        _time.Advance(MaxMindGeoLocator.DefaultInterval * 3);

        Assert.NotNull(Assert.Single(_reloads).Error);
        Assert.Equal("GB", locator.Locate(IPAddress.Parse("2.125.160.216")).CountryCode);
    }

    [Fact]
    public void A_file_that_is_away_leaves_the_one_before_in_use()
    {
        using var locator = Watch(out var path);
        File.Delete(path);
        _time.Advance(MaxMindGeoLocator.DefaultInterval);

        Assert.Empty(_reloads);
        Assert.Equal("GB", locator.Locate(IPAddress.Parse("2.125.160.216")).CountryCode);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_at_the_start() =>
        Assert.Contains("correct the path", Assert.Throws<FileNotFoundException>(() => new MaxMindGeoLocator(Path.Combine(_directory, "no.mmdb"))).Message);

    [Fact]
    public void Without_a_file_every_place_is_unknown() => Assert.Same(GeoInfo.Unknown, new NoGeoLocator().Locate(IPAddress.Loopback));

    private MaxMindGeoLocator Watch(out string path)
    {
        path = Path.Combine(_directory, "city.mmdb");
        File.Copy(TestFile, path);
        var locator = new MaxMindGeoLocator(path, _time);
        locator.Reloaded += (_, reload) => _reloads.Add(reload);
        return locator;
    }

    // As an updater does: the new file under another name first.
    private void ReplaceWith(string path, byte[] content)
    {
        var fresh = Path.Combine(_directory, "fresh");
        File.WriteAllBytes(fresh, content);
        File.SetLastWriteTimeUtc(fresh, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(fresh, path, overwrite: true);
    }
}
