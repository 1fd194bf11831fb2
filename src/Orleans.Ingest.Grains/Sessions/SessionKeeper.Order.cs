using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <summary>See <see cref="ISessionGrain.VersionAsync"/>.</summary>
    public async ValueTask<ulong> VersionAsync()
    {
        while (Waiting is { } pending) await pending.Outcome;
        // Not this keeper's memory: another one may have gone on.
        return (await services.Snapshots.ReadAsync(key, CancellationToken.None) ?? _none).Version;
    }

    /// <summary>See <see cref="ISessionGrain.PutInOrderAsync"/>.</summary>
    public async ValueTask<OrderStatus> PutInOrderAsync(SessionOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!IsLoaded) await LoadAsync(CancellationToken.None);
        var corrected = Correct(order, out var basis);
        if (corrected is null && basis.Durable?.Version != order.BuildsOn)
        {
            // Another one may have gone on from what this keeper remembers, and come to what the order builds on.
            await NothingIsNewerAsync(basis);
            corrected = Correct(order, out _);
        }

        if (corrected is null) return OrderStatus.Changed;
        return (await corrected).Status == RecordStatus.Stored ? OrderStatus.Stored : OrderStatus.Unavailable;
    }

    /// <summary>Null when the visitor has gone on meanwhile.</summary>
    private Task<RecordOutcome>? Correct(SessionOrder order, out Basis basis)
    {
        lock (_gate)
        {
            basis = Current;
            if (_durable?.Version != order.BuildsOn || Pending is not null) return null;
            var pending = _gathering = new(Sessions);
            pending.Correct(order);
            Fly();
            return pending.Outcome;
        }
    }

    private static bool MayJoin(SessionEvent sessionEvent, SessionState? alive) => alive is not null && !SessionStep.IsOutOfOrder(alive, sessionEvent.Event, sessionEvent.Born);
}
