using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Quarantine;

namespace Orleans.Ingest.Grains.Quarantine;

/// <summary>Keeps dropped events in a front end that is no silo, and hands them to one, a few times a second. What a silo does not answer for is handed on again: an event is kept once.</summary>
public sealed partial class RemoteKeeping(IGrainFactory grains, TimeProvider time, ILogger<RemoteKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);
    private readonly KeptRows _rows = new();

    /// <summary>Keeps an event; neither waits nor throws. False when too much waits.</summary>
    public bool TryKeep(KeptEvent kept) => _rows.TryAdd(kept);

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
        if (_rows.Take() is not { } payload) return;
        try
        {
            await grains.GetGrain<IQuarantineGrain>(0).KeepAsync(payload);
        }
        catch (Exception error)
        {
            if (!_rows.TryAddPayload(payload)) Log.NotKept(logger, error.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Some dropped events are not kept for the quarantine of their sites: no silo has taken them ({Error}), and too many wait.")]
        public static partial void NotKept(ILogger logger, string error);
    }
}
