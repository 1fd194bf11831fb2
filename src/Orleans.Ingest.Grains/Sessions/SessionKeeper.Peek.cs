using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <summary>See <see cref="ISessionGrain.PeekAsync"/>.</summary>
    public async ValueTask<SessionGlance> PeekAsync(DateTime at)
    {
        lock (_gate)
        {
            if (Pending is { } pending) return new(pending.Sessions.Find(at), pending.ClosedFor);
        }

        // Not this keeper's memory: another one may have gone on, and to replace it here would be a change.
        var stored = await services.Snapshots.ReadAsync(key, CancellationToken.None) ?? _none;
        return new(stored.Sessions.Find(at), stored.ClosedFor);
    }
}
