using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Grains.Sessions;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Front end and silo in one process: events of visitors who live in this silo need no message.</summary>
internal sealed class SiloSessions(LocalSessions here, SessionGrains anywhere) : ISessionGrains
{
    /// <inheritdoc />
    public ISessionGrain Get(SessionKey key) => anywhere.Get(key);

    /// <inheritdoc />
    public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent) =>
        here.TryRecord(sessionEvent, out var recorded) ? recorded : anywhere.RecordAsync(sessionEvent);

    /// <inheritdoc />
    public ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events) =>
        here.TryRecordAll(events, out var recorded) ? recorded : anywhere.RecordAllAsync(events);
}
