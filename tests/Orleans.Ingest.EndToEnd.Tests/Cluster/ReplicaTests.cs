using System.Globalization;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

public sealed class ReplicaTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task An_event_is_answered_202_only_once_as_many_replicas_as_configured_have_it()
    {
        await using var cluster = await ClusterProcesses.StartAsync(1, 1, ("Ingest__Log__MinReplicas", "1"), ("Ingest__RetryBudget", "00:00:05"));
        using var frontEnd = new FrontEndClient(cluster.FrontEnds[0].Url);
        Assert.Equal("503", await frontEnd.SendAsync("localhost", "/alone"));

        var directory = Directory.CreateTempSubdirectory("ingest-replica-");
        try
        {
            using var replica = new ProgramProcess(ClusterProcesses.RedisServer, [
                "--bind", "127.0.0.1", "--port", FreePort.Next().ToString(CultureInfo.InvariantCulture), "--dir", directory.FullName, "--save", "",
                "--replicaof", .. cluster.RedisAddress.Split(':'),
            ], directory.FullName);
            replica.Start();
            await Until.TrueAsync(async () => await frontEnd.SendAsync("localhost", "/together") == "202", _patience, () => replica.Output);
            await cluster.ClickHouse.EventuallyAsync("SELECT count() > 0 FROM events_v2 WHERE pathname = '/together'", _patience, "1");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
