using System.Globalization;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>A start that cannot work ends with a sentence that says the fix.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("silo")]
    [InlineData("web")]
    [InlineData("all")]
    public async Task Without_the_address_of_Redis(string role) =>
        await IsRefusedAsync(role, "ConnectionStrings__redis", null, "ConnectionStrings:redis is not set", "'localhost:6379'", "ConnectionStrings__redis");

    [Theory]
    [InlineData("silo")]
    [InlineData("all")]
    public async Task Without_the_address_of_ClickHouse(string role) =>
        await IsRefusedAsync(role, "ConnectionStrings__clickhouse", null, "ConnectionStrings:clickhouse is not set", "'Host=localhost;Port=8123", "ConnectionStrings__clickhouse");

    [Theory]
    [InlineData("silo")]
    [InlineData("web")]
    [InlineData("all")]
    public async Task Without_an_admin_key(string role) => await IsRefusedAsync(role, "Ingest__AdminKey", null, "Ingest:AdminKey is not set", "openssl rand -hex 24");

    [Theory]
    [InlineData("silo")]
    [InlineData("web")]
    [InlineData("all")]
    public async Task With_a_Redis_that_is_not_there(string role) =>
        await IsRefusedAsync(role, "ConnectionStrings__redis", NoRedis(), "does not answer", "start it, or correct the address", "ConnectionStrings__redis");

    [Theory]
    [InlineData("silo")]
    [InlineData("web")]
    public async Task With_an_address_of_Redis_that_is_none(string role) =>
        await IsRefusedAsync(role, "ConnectionStrings__redis", "localhost:6379,sillyOption=1", "ConnectionStrings:redis cannot be read", "give it as 'localhost:6379'");

    private static async Task IsRefusedAsync(string role, string key, string? value, params string[] expected)
    {
        var directory = Directory.CreateTempSubdirectory("ingest-start-");
        try
        {
            using var process = ProgramProcess.OfServer(directory.FullName);
            process.Environment["Ingest__Mode"] = "cluster";
            process.Environment["Ingest__Role"] = role;
            process.Environment["Ingest__AdminKey"] = ClusterProcesses.AdminKey;
            process.Environment["ConnectionStrings__redis"] = NoRedis();
            process.Environment["ConnectionStrings__clickhouse"] = "Host=127.0.0.1;Port=8123";
            if (value is null) process.Environment.Remove(key);
            else process.Environment[key] = value;
            process.Start();
            Assert.True(await process.EndsWithinAsync(_patience), $"It runs:\n{process.Output}");
            Assert.Equal(1, process.ExitCode);
            var said = Assert.Single(process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("Orleans.Ingest cannot start: ", said, StringComparison.Ordinal);
            foreach (var part in expected) Assert.Contains(part, said, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string NoRedis() => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()},connectTimeout=1000");
}
