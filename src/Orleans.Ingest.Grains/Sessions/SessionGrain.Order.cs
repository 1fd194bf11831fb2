using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionGrain
{
    /// <inheritdoc />
    public async ValueTask<ulong> VersionAsync()
    {
        while ((_gathering ?? _flying) is { } pending) await pending.Outcome;
        // Not this activation's memory: another one may have gone on.
        return (await snapshots.ReadAsync(_key, CancellationToken.None) ?? _none).Version;
    }

    /// <inheritdoc />
    public async ValueTask<OrderStatus> PutInOrderAsync(SessionOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_durable is null) await LoadAsync(CancellationToken.None);
        if (_durable?.Version != order.BuildsOn) await NothingIsNewerAsync();
        if (_durable?.Version != order.BuildsOn || (_gathering ?? _flying) is not null) return OrderStatus.Changed;

        // No await from the look to here: nothing gets in between.
        var pending = _gathering = new(Sessions);
        pending.Correct(order);
        Fly();
        return (await pending.Outcome).Status == RecordStatus.Stored ? OrderStatus.Stored : OrderStatus.Unavailable;
    }

    private static bool MayJoin(SessionEvent sessionEvent, SessionState? alive) => alive is not null && !SessionStep.IsOutOfOrder(alive, sessionEvent.Event, sessionEvent.Born);
}
