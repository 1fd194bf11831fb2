using System.Diagnostics;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded.Clients;

/// <summary>Two client libraries of Node.js, each in a process of its own; the scenarios stand beside this file.</summary>
public sealed class NodeClientTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    [Theory]
    [InlineData("rows in several formats")]
    [InlineData("a million rows as a stream")]
    [InlineData("parameters of many types")]
    [InlineData("inserts of values and of a stream")]
    [InlineData("errors with code and name")]
    [InlineData("an error in the middle of a stream")]
    [InlineData("a query that is aborted")]
    [InlineData("a session, compression and ping")]
    public Task Official_client(string scenario) => RunAsync("official-client.cjs", scenario);

    [Theory]
    [InlineData("rows as they arrive")]
    [InlineData("objects and totals")]
    [InlineData("inserts")]
    [InlineData("errors")]
    [InlineData("read-only by GET")]
    public Task Community_client(string scenario) => RunAsync("community-client.cjs", scenario);

    private async Task RunAsync(string script, string scenario)
    {
        var modules = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ChdbLibraryPath.Find())!, "..", ".."));
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "ClickHouse.Embedded", "Clients", script), clickHouse.Address.ToString(), scenario])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["NODE_PATH"] = modules;
        using var node = Process.Start(start)!;
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, errors + await output);
    }
}
