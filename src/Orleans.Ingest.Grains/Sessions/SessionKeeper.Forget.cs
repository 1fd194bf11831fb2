using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <summary>See <see cref="ISessionGrain.ForgetAsync"/>.</summary>
    public async ValueTask<ForgetStatus> ForgetAsync(DateTime at)
    {
        while (true)
        {
            if (!IsLoaded) await LoadAsync(CancellationToken.None);
            if (End(at, out var basis) is { } ended) return (await ended).Status == RecordStatus.Stored ? ForgetStatus.Ended : ForgetStatus.Unavailable;

            // Not by this keeper's memory alone: another one may have begun a session since.
            if (await NothingIsNewerAsync(basis)) return ForgetStatus.NothingToForget;
        }
    }

    /// <summary>Ends the visitor's sessions; null when there is none.</summary>
    private Task<RecordOutcome>? End(DateTime at, out Basis basis)
    {
        lock (_gate)
        {
            basis = Current;
            if (Sessions.Newest is null) return null;
            var pending = _gathering ??= new(Sessions);
            pending.Forget(at);
            Fly();
            return pending.Outcome;
        }
    }
}
