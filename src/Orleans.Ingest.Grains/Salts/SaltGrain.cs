using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Grains.Sites;

namespace Orleans.Ingest.Grains.Salts;

/// <summary>
/// Keeps the salts of <see cref="SaltRotation"/>. A new or deleted salt is written before any answer knows of it; then the storage is made to forget the deleted one, too.
/// That is still to be done, as the state says, until it has been: whatever dies meanwhile.
/// </summary>
internal sealed partial class SaltGrain(
    [PersistentState("salts")] IPersistentState<SaltState> salts, ISaltErasure erasure, TimeProvider time, ILogger<SaltGrain> logger) : Grain, ISaltGrain
{
    private static readonly TimeSpan _upkeep = TimeSpan.FromMinutes(10);
    private Task? _erasing;
    private bool _hasFailed;

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Salts are deleted on time also when no front end asks.
        this.RegisterGrainTimer(_ => GetAsync(), new GrainTimerCreationOptions(_upkeep, _upkeep) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<DailySalt>> GetAsync()
    {
        var (before, kept) = (salts.State.Salts, SaltRotation.At(time.GetUtcNow().UtcDateTime, salts.State.Salts));
        // Nothing may be hashed with a salt that a restart would not know.
        if (!kept.SequenceEqual(before))
        {
            var hasDeleted = before.Exists(salt => !kept.Contains(salt));
            await salts.ChangeAsync(new() { Salts = kept, HasToErase = salts.State.HasToErase || hasDeleted });
            // What was begun before does not know of this one.
            if (hasDeleted) _erasing = null;
        }

        if (salts.State.HasToErase) await EraseAsync();
        return [.. salts.State.Salts];
    }

    /// <summary>Begins it, or looks whether what was begun is done. Nobody waits for it: it may take a storage a while.</summary>
    private async Task EraseAsync()
    {
        if (_erasing is { IsCompleted: false }) return;
        if (_erasing is { IsCompletedSuccessfully: true })
        {
            await salts.ChangeAsync(new() { Salts = salts.State.Salts });
            (_erasing, _hasFailed) = (null, false);
            return;
        }

        if (_erasing?.Exception is { } error && !_hasFailed)
        {
            _hasFailed = true;
            Log.NotErased(logger, error.GetBaseException().Message);
        }

        _erasing = erasure.EraseAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A salt is deleted, but may still stand in the files of what keeps the grains' state: {Reason} It is tried again, every ten minutes at least.")]
        public static partial void NotErased(ILogger logger, string reason);
    }
}
