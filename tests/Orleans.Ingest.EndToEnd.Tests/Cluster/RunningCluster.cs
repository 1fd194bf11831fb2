using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>Two silos and two front ends, which the tests of a cluster share: each has a site of its own there.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    /// <summary>Name of the collection of these tests.</summary>
    public const string Name = "A running cluster";

    private ClusterProcesses? _processes;

    internal ClickHouseHttp ClickHouse => _processes!.ClickHouse;

    internal IReadOnlyList<FrontEndClient> Silos { get; private set; } = [];

    internal IReadOnlyList<FrontEndClient> FrontEnds { get; private set; } = [];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        // A limiter that does not answer in time lets events pass uncounted, as it should; a busy machine must not make that of a slow answer.
        _processes = await ClusterProcesses.StartAsync(2, 2, ClusterProcesses.SeveralQueues, ("Ingest__AttemptTimeout", "00:00:20"), ("Ingest__RetryBudget", "00:01:00"), ("Ingest__ClickHouse__CountersRetentionDays", "77"));
        Silos = [.. _processes.Silos.Select(member => new FrontEndClient(member.Url))];
        FrontEnds = [.. _processes.FrontEnds.Select(member => new FrontEndClient(member.Url))];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var client in Silos.Concat(FrontEnds)) client.Dispose();
        if (_processes is not null) await _processes.DisposeAsync();
    }
}
