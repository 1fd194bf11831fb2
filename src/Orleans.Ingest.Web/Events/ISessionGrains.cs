using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>Finds visitors' grains.</summary>
public interface ISessionGrains
{
    /// <summary>The visitor's grain, wherever it lives.</summary>
    ISessionGrain Get(SessionKey key);

    /// <summary><see cref="ISessionGrain.RecordAsync"/> of the event's visitor.</summary>
    ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent);

    /// <summary><see cref="ISessionGrain.RecordAllAsync"/> of the visitor of all these events.</summary>
    ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events);
}
