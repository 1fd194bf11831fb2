using System.Globalization;
using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Compression;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

/// <summary>One published value. (Long inputs are compared with the checksums of the engine's own files, beside the engine.)</summary>
public sealed class CityHash128Tests
{
    [Fact]
    public void The_value_is_that_of_version_1_0_2() =>
        Assert.Equal(UInt128.Parse("46102140593102845793298614593550999405", CultureInfo.InvariantCulture), CityHash128.Of(Encoding.UTF8.GetBytes("Moscow")));
}
