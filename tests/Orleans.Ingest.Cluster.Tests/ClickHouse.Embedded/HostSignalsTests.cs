using Orleans.Ingest.ClickHouse.Embedded.Native;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class HostSignalsTests
{
    [Fact]
    public void A_null_reference_is_still_caught_beside_the_engine()
    {
        AssertNullReferenceIsCaught();
        var directory = Directory.CreateTempSubdirectory("chdb-signals").FullName;
        for (var round = 0; round < 3; round++)
        {
            using var connection = ChdbConnection.Open([$"--path={directory}"]);
            AssertNullReferenceIsCaught();
            using (var result = connection.Query("SELECT 40 + 2", "TSV")) Assert.Equal("42\n", new StreamReader(result.OpenRead()).ReadToEnd());
            Assert.Throws<ChdbException>(() => connection.Query("SELECT * FROM nowhere", "TSV"));
            AssertNullReferenceIsCaught();
        }

        AssertNullReferenceIsCaught();
        Directory.Delete(directory, recursive: true);
    }

    private static void AssertNullReferenceIsCaught()
    {
        string? nothing = Environment.GetEnvironmentVariable("INGEST_NO_SUCH_VARIABLE");
        Assert.Throws<NullReferenceException>(() => nothing!.Length);
        int zero = nothing is null ? 0 : 1;
        Assert.Throws<DivideByZeroException>(() => 1 / zero);
    }
}
