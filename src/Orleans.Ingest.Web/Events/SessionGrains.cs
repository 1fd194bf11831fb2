using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// References to visitors' grains. What kind of grain stands behind the interface is asked once: Orleans' factory finds it out
/// anew for each reference, from the names of types, and that took 4 % of what an event costs.
/// </summary>
public sealed class SessionGrains(IGrainFactory grains) : ISessionGrains
{
    // Found with the first event: a client knows the grains of a cluster only once it is connected.
    private volatile Kind? _kind;

    /// <inheritdoc />
    public ISessionGrain Get(SessionKey key)
    {
        var kind = _kind ??= Find();
        return (ISessionGrain)grains.GetGrain(GrainId.Create(kind.Grain, IdSpan.Create(key.ToString())), kind.Interface);
    }

    /// <inheritdoc />
    public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent)
    {
        ArgumentNullException.ThrowIfNull(sessionEvent);
        return Get(sessionEvent.Visitor).RecordAsync(sessionEvent);
    }

    /// <inheritdoc />
    public ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events) => Get(events[0].Visitor).RecordAllAsync(events);

    private Kind Find()
    {
        var any = (GrainReference)grains.GetGrain<ISessionGrain>(default(SessionKey).ToString());
        return new(any.GrainId.Type, any.InterfaceType);
    }

    private sealed record Kind(GrainType Grain, GrainInterfaceType Interface);
}
