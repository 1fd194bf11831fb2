using Orleans.Ingest.ClickHouse.Embedded.Native;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ChdbLibraryPathTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chdb-path").FullName;

    [Fact]
    public void The_restored_package_is_found_from_the_output_folder() =>
        Assert.True(File.Exists(ChdbLibraryPath.Find(null, AppContext.BaseDirectory, null)));

    [Fact]
    public void The_environment_names_a_library_of_ones_own()
    {
        var library = Path.Combine(_directory, "mine.so");
        File.WriteAllText(library, "");
        Assert.Equal(library, ChdbLibraryPath.Find(null, _directory, library));
    }

    [Fact]
    public void A_missing_library_is_told_with_all_places_and_the_cure()
    {
        var error = Assert.Throws<ChdbException>(() => ChdbLibraryPath.Find(Path.Combine(_directory, "@chdb"), _directory, Path.Combine(_directory, "mine.so")));
        Assert.Contains("@chdb", error.Message);
        Assert.Contains("mine.so", error.Message);
        Assert.Contains("INGEST_CHDB_LIBRARY", error.Message);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
