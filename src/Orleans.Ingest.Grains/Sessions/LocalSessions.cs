using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Grains.Placement;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// The visitors' grains that live in this silo, for callers in its process: a call takes its turn on the grain's own scheduler, and no message is made, addressed and
/// answered for it. Only for what is safe wherever it runs: an event is stored by whoever has the newest snapshot, be it the grain's right activation or not.
/// </summary>
/// <remarks>See docs/decisions/012-an-event-needs-no-message-within-its-process.md.</remarks>
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
    public bool TryRecord(SessionEvent sessionEvent, [NotNullWhen(true)] out Task<RecordOutcome>? recorded)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        recorded = Find(sessionEvent.Visitor)?.Call(sessionEvent, static (grain, sessionEvent) => grain.RecordAsync(sessionEvent));
        return recorded is not null;
    }

    /// <summary>Hands some events of one visitor to its grain, as <see cref="ISessionGrain.RecordAllAsync"/> does.</summary>
    /// <param name="events">At least one.</param>
    /// <param name="recorded">The call, when it was made.</param>
    /// <returns>False when the grain is not here, or is to get this call as a message.</returns>
    public bool TryRecordAll(ImmutableArray<SessionEvent> events, [NotNullWhen(true)] out Task<ImmutableArray<RecordOutcome>>? recorded)
    {
        recorded = Find(events[0].Visitor)?.Call(events, static (grain, events) => grain.RecordAllAsync(events));
        return recorded is not null;
    }

    /// <summary>To be called within the grain's turn, when it can take events.</summary>
    internal void Add(SessionKey visitor, SessionGrain grain) => _sessions[visitor] = new(grain, TaskScheduler.Current, _time.GetTimestamp());

    /// <summary>To be called when the grain ends; a newer activation of the same visitor stays.</summary>
    internal void Remove(SessionKey visitor, SessionGrain grain)
    {
        if (_sessions.TryGetValue(visitor, out var local) && ReferenceEquals(local.Grain, grain)) _sessions.TryRemove(new(visitor, local));
    }

    private LocalSession? Find(SessionKey visitor)
    {
        if (!_sessions.TryGetValue(visitor, out var local) || local.IsDueForMessage(_time)) return null;
        // When silos come and go, a grain may live on where no other front end looks for it.
        return _places.IsAt(local.Grain.GetGrainId(), _here) ? local : null;
    }
}
