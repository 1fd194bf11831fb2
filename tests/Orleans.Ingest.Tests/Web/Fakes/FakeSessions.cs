using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>The sessions of a <see cref="FakeCluster"/>.</summary>
internal sealed class FakeSessions(FakeCluster cluster) : ISessionGrains
{
    public ISessionGrain Get(SessionKey key) => cluster.GetGrain<ISessionGrain>(key.ToString());

    public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent) => Get(sessionEvent.Visitor).RecordAsync(sessionEvent);

    public ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events) => Get(events[0].Visitor).RecordAllAsync(events);
}
