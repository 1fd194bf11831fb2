using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionGrain
{
    /// <inheritdoc />
    public async ValueTask<SessionGlance> PeekAsync(DateTime at)
    {
        if ((_gathering ?? _flying) is { } pending) return new(pending.Sessions.Find(at), pending.ClosedFor);
        // Not this activation's memory: another one may have gone on, and to replace it here would be a change.
        var stored = await snapshots.ReadAsync(_key, CancellationToken.None) ?? _none;
        return new(stored.Sessions.Find(at), stored.ClosedFor);
    }
}
