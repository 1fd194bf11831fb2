using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.FirstStart;

/// <summary>Says, once this member of a cluster is up, what and where it is.</summary>
internal sealed partial class ClusterBanner(
    IServer server, IHostApplicationLifetime lifetime, IOptions<IngestOptions> options, IOptions<ClusterOptions> cluster, ILogger<ClusterBanner> logger) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Log.Started(
            logger, string.Join(' ', server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []), options.Value.Role, cluster.Value.ClusterId));
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Orleans.Ingest is at {Addresses}: role {Role} of the cluster '{Cluster}'.")]
        public static partial void Started(ILogger logger, string addresses, string role, string cluster);
    }
}
