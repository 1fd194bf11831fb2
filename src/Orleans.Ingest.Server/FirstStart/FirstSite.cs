using Microsoft.Extensions.Options;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.FirstStart;

/// <summary>Makes the site of the very first start, so that the lines that the start prints work as printed.</summary>
internal sealed class FirstSite(IGrainFactory grains, IOptions<IngestOptions> options) : IHostedService
{
    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.FirstSite is not { Length: > 0 } domain) return;
        await grains.GetGrain<ISiteDirectoryGrain>(0).CreateFirstAsync(domain);
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
