using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class DataVersionTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("chdb-version").FullName;

    [Fact]
    public void An_empty_directory_takes_the_first_version_and_keeps_it()
    {
        Assert.Null(DataVersion.Adopt(_directory, "26.7.3"));
        Assert.Null(DataVersion.Adopt(_directory, "26.7.3"));
    }

    [Fact]
    public void Older_data_is_told_once()
    {
        DataVersion.Adopt(_directory, "26.7.3");
        Assert.Equal("26.7.3", DataVersion.Adopt(_directory, "26.10.0"));
        Assert.Null(DataVersion.Adopt(_directory, "26.10.0"));
    }

    [Fact]
    public void Newer_data_is_refused_and_left_as_it_is()
    {
        DataVersion.Adopt(_directory, "26.10.0");
        var error = Assert.Throws<InvalidDataException>(() => DataVersion.Adopt(_directory, "26.7.3"));
        Assert.Contains("made by chDB 26.10.0, this program has chDB 26.7.3", error.Message);
        Assert.Null(DataVersion.Adopt(_directory, "26.10.0"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
