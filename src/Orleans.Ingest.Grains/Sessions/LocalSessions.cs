using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Grains.Placement;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// The sessions that live in this silo, for callers in its process: an event goes to its session's keeper, and no message is made, addressed and
/// answered for it. Only for what is safe wherever it runs: an event is stored by whoever has the newest snapshot, be it the grain's right activation or not.
/// </summary>
/// <remarks>See docs/decisions/012-an-event-needs-no-message-within-its-process.md and 013-a-session-is-guarded-by-a-lock.md.</remarks>
public sealed class LocalSessions
{
    private readonly ConcurrentDictionary<SessionKey, LocalSession> _sessions = new();
    private readonly SessionPlaces _places;
    private readonly SiloAddress _here;
    private readonly TimeProvider _time;

    internal LocalSessions(SessionPlaces places, ILocalSiloDetails silo, TimeProvider time) => (_places, _here, _time) = (places, silo.SiloAddress, time);

    /// <summary>Hands an event to its visitor's grain, as <see cref="ISessionGrain.RecordAsync"/> does.</summary>
    /// <param name="sessionEvent">The event.</param>
    /// <param name="recorded">The call, when it was made.</param>
    /// <returns>False when the grain is not here, or is to get this call as a message.</returns>
    public bool TryRecord(SessionEvent sessionEvent, out ValueTask<RecordOutcome> recorded)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        var session = Find(sessionEvent.Visitor);
        recorded = session?.RecordAsync(sessionEvent) ?? default;
        return session is not null;
    }

    /// <summary>Hands some events of one visitor to its grain, as <see cref="ISessionGrain.RecordAllAsync"/> does.</summary>
    /// <param name="events">At least one.</param>
    /// <param name="recorded">The call, when it was made.</param>
    /// <returns>False when the grain is not here, or is to get this call as a message.</returns>
    public bool TryRecordAll(ImmutableArray<SessionEvent> events, out ValueTask<ImmutableArray<RecordOutcome>> recorded)
    {
        var session = Find(events[0].Visitor);
        recorded = session?.RecordAllAsync(events) ?? default;
        return session is not null;
    }

    /// <summary>To be called when the session can take events.</summary>
    internal void Add(GrainId grain, SessionKeeper keeper) => _sessions[keeper.Visitor] = new(grain, keeper, _time.GetTimestamp());

    /// <summary>To be called when its grain ends; that of a newer activation of the same visitor stays.</summary>
    internal void Remove(SessionKeeper keeper)
    {
        if (_sessions.TryGetValue(keeper.Visitor, out var local) && ReferenceEquals(local.Keeper, keeper)) _sessions.TryRemove(new(keeper.Visitor, local));
    }

    /// <summary>Lets each session rest that no event has come to since the last time.</summary>
    internal void Rest()
    {
        foreach (var (_, session) in _sessions) session.Keeper.Rest();
    }

    private SessionKeeper? Find(SessionKey visitor)
    {
        if (!_sessions.TryGetValue(visitor, out var local) || local.IsDueForMessage(_time)) return null;
        // When silos come and go, a grain may live on where no other front end looks for it.
        return _places.IsAt(local.Grain, _here) ? local.Keeper : null;
    }
}
