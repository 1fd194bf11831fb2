using Orleans.Ingest.Cluster.Tests.DurableLog;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Server.Storage;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Server.Storage;

/// <summary>Redis keeps what was overwritten in its files; after an erasure it is in none of them.</summary>
public sealed class RedisSaltErasureTests
{
    [Theory]
    [InlineData("--appendonly", "yes")]
    [InlineData("--appendonly", "yes", "--save", "3600 1")]
    [InlineData("--appendonly", "no", "--save", "3600 1")]
    [InlineData("--appendonly", "no")]
    public async Task A_deleted_salt_is_in_no_file_of_Redis(params string[] settings)
    {
        using var redis = new RedisProcess(settings);
        await using var connection = redis.Connect(",allowAdmin=true");
        var (database, deleted, kept) = (connection.GetDatabase(), SaltBytes.New(), SaltBytes.New());
        await database.HashSetAsync("state/salts", "data", (byte[])[.. "before "u8, .. deleted]);
        if (settings.Contains("--save")) await database.ExecuteAsync("SAVE");
        var isOnDisk = settings.Length > 2 || settings[1] == "yes";
        Assert.Equal(isOnDisk, SaltBytes.AreIn(redis.Disk, deleted));
        await database.HashSetAsync("state/salts", "data", (byte[])[.. "after "u8, .. kept]);
        Assert.Equal(isOnDisk, SaltBytes.AreIn(redis.Disk, deleted));

        await new RedisSaltErasure(connection).EraseAsync();
        // Redis removes the files of before from a thread of its own.
        await Until.TrueAsync(() => !SaltBytes.AreIn(redis.Disk, deleted), () => "The deleted salt is in a file of Redis.");
        Assert.Equal(isOnDisk, SaltBytes.AreIn(redis.Disk, kept));
    }

    [Fact]
    public async Task A_Redis_that_does_not_let_it_is_named_with_the_fix()
    {
        using var redis = new RedisProcess();
        await using (var admin = redis.Connect(",allowAdmin=true")) await admin.GetDatabase().ExecuteAsync("ACL", "SETUSER", "ingest", "on", ">secret", "~*", "&*", "+@all", "-bgrewriteaof");
        await using var connection = redis.Connect(",user=ingest,password=secret");
        var error = await Assert.ThrowsAsync<IOException>(new RedisSaltErasure(connection).EraseAsync);
        Assert.Contains("BGREWRITEAOF", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
