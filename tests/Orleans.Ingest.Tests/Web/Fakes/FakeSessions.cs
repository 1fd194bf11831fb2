using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>The sessions of a <see cref="FakeCluster"/>.</summary>
internal sealed class FakeSessions(FakeCluster cluster) : ISessionGrains
{
    public ISessionGrain Get(SessionKey key) => cluster.GetGrain<ISessionGrain>(key.ToString());
}
