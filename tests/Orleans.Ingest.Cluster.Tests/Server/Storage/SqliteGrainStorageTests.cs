using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Grains.Salts;
using Orleans.Ingest.Server.Storage;
using Orleans.Serialization;
using Orleans.Storage;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Server.Storage;

/// <summary>The local storage overwrites what it deletes: nobody who has the data directory has a salt of the day before yesterday.</summary>
public sealed class SqliteGrainStorageTests : IDisposable
{
    private const int Days = 20;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-state-");
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose()
    {
        _services.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_deleted_salt_is_in_no_file_of_the_directory_neither_at_once_nor_after_a_restart()
    {
        var storage = Open();
        var salts = new GrainState<SaltState>(new());
        var all = new List<byte[]>();
        for (var day = 0; day < Days; day++)
        {
            all.Add(SaltBytes.New());
            salts.State = new() { Salts = [.. salts.State!.Salts.TakeLast(1), new DailySalt(new DateOnly(2026, 3, 1).AddDays(day), [.. all[^1]])] };
            await storage.WriteStateAsync("salts", GrainId.Create("salt", "0"), salts);
            // Others grow and shrink between them, so that rows move from page to page.
            var other = new GrainState<string>(new string('x', 300 * (1 + (day % 7))));
            await storage.WriteStateAsync("site", GrainId.Create("site", $"{day}"), other);
            if (day % 3 == 0) await storage.ClearStateAsync("site", GrainId.Create("site", $"{day}"), other);
            AssertGone(all);
        }

        await storage.DisposeAsync();
        AssertGone(all);
        await using var again = Open();
        var read = new GrainState<SaltState>(new());
        await again.ReadStateAsync("salts", GrainId.Create("salt", "0"), read);
        Assert.Equal(2, read.State!.Salts.Count);
        AssertGone(all);
    }

    private void AssertGone(List<byte[]> all)
    {
        Assert.All(all.TakeLast(2), salt => Assert.True(SaltBytes.AreIn(_directory.FullName, AsStored(salt))));
        Assert.All(all.SkipLast(2), salt => Assert.False(SaltBytes.AreIn(_directory.FullName, AsStored(salt))));
    }

    /// <summary>A part of it as it is written: eight of its bytes at least, each behind a header of its own.</summary>
    private byte[] AsStored(byte[] salt) => _services.GetRequiredService<Serializer>().SerializeToArray(new DailySalt(new(2026, 3, 1), [.. salt]))[^20..^4];

    private SqliteGrainStorage Open() => new(Path.Combine(_directory.FullName, "state.db"), new OrleansGrainStorageSerializer(_services.GetRequiredService<Serializer>()));
}
