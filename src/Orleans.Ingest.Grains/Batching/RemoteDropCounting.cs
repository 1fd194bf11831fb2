using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Batching;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Grains.Batching;

/// <summary>
/// Counts drops in a front end that is no silo, and hands the counts to one, a few times a second. Counts whose fate is not known (the
/// silo died with them) are not handed on again: a drop may then be missing from the counters, but never be counted twice.
/// </summary>
public sealed partial class RemoteDropCounting(IGrainFactory grains, TimeProvider time, ILogger<RemoteDropCounting> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);
    private readonly DropCounters _counters = new();

    /// <summary>Counts one drop; neither waits nor throws.</summary>
    public void Count(DateTime at, DropReason reason, ulong? siteId, string domain, ushort scriptVersion) => _counters.Add(at, reason, siteId, domain, scriptVersion);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SendAsync();
        }
    }

    private async Task SendAsync()
    {
        if (_counters.Take() is not { } counted) return;
        try
        {
            await grains.GetGrain<IDropCountGrain>(0).CountAsync(
                [.. counted.Select(one => new CountedDrop(one.Key.Minute, one.Key.Reason, one.Key.SiteId, one.Key.Domain, one.Key.ScriptVersion, one.Value))]);
        }
        catch (SiloUnavailableException)
        {
            // Never left this process.
            _counters.Return(counted);
        }
        catch (Exception error)
        {
            Log.NotCounted(logger, error.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Some drops may be missing from ingest_counters: the silo that was told of them did not answer ({Error}).")]
        public static partial void NotCounted(ILogger logger, string error);
    }
}
