using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.FirstStart;

/// <summary>
/// Makes the site of the very first start, so that the lines that the start prints work as printed. A storage that is slow or away for a moment is asked again: a
/// silo that starts while Redis restarts would end otherwise.
/// </summary>
internal sealed class FirstSite(IGrainFactory grains, IOptions<IngestOptions> options) : IHostedService
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc />
    /// <exception cref="IOException">It could not be made in a minute.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.FirstSite is not { Length: > 0 } domain) return;
        var began = Stopwatch.GetTimestamp();
        while (await FaultAsync(domain) is { } fault)
        {
            if (Stopwatch.GetElapsedTime(began) > _patience)
                throw new IOException($"The first site, '{domain}', could not be made: look at what keeps the sites ({fault.GetBaseException().Message.ReplaceLineEndings(" ")}).", fault);
            await Task.Delay(_pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<Exception?> FaultAsync(string domain)
    {
        try
        {
            await grains.GetGrain<ISiteDirectoryGrain>(0).CreateFirstAsync(domain);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
