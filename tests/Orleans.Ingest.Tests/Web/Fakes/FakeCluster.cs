using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Books;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Health;
using Orleans.Ingest.Contracts.Keys;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Receipts;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>The grains that a front end is a client of, in memory: sites in a list, sessions that only write down what they got.</summary>
public sealed class FakeCluster(TimeProvider time) : IGrainFactory
{
    public ConcurrentDictionary<string, FakeSite> Sites { get; } = new(StringComparer.Ordinal);
    public ConcurrentQueue<(SessionKey Key, SessionEvent Event)> Recorded { get; } = new();
    public FakeClientIds ClientIds { get; } = new();
    public ConcurrentQueue<(SessionKey Key, int Events)> Calls { get; } = new();
    public FakeSalts Salts { get; } = new(time);
    public FakeKeys Keys { get; } = new(time);
    public FakeLiveFeed Live { get; } = new();
    public FakeBooks Books { get; } = new();
    public FakeInspection Inspection { get; } = new(time);
    public FakeUpkeep Upkeep { get; } = new(time);
    public FakeQuarantine Quarantine { get; } = new();
    public FakeReceipts Receipts { get; } = new();
    public FakeCanaries Canaries { get; } = new();
    public int LeasesOfUnknown => Sites.Values.Where(site => site.Settings is null).Sum(site => site.Leases);

    /// <summary>What a session answers; stored by default.</summary>
    public Func<SessionKey, SessionEvent, ValueTask<RecordOutcome>> Answer { get; set; } = (_, _) => new(RecordOutcome.Stored);

    /// <summary>The visitors' sessions, for who only looks.</summary>
    public ConcurrentDictionary<SessionKey, SessionGlance> Glances { get; } = new();

    public FakeSite Site(string domain) => Sites.GetOrAdd(domain, _ => new FakeSite(time));

    public FakeSite AddSite(string domain, Func<SiteSettings, SiteSettings>? change = null)
    {
        var site = Site(domain);
        var settings = new SiteSettings { Id = (ulong)Sites.Count, Domain = domain };
        site.Settings = change is null ? settings : change(settings);
        return site;
    }

    public TGrain GetGrain<TGrain>(string primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithStringKey => typeof(TGrain) switch
    {
        var type when type == typeof(ISiteGrain) => (TGrain)(object)Site(primaryKey),
        var type when type == typeof(ILiveFeedGrain) => (TGrain)(object)Live,
        var type when type == typeof(ISessionGrain) => (TGrain)(object)new FakeSession(this, SessionKey.Parse(primaryKey)),
        var type => throw new NotSupportedException(type.Name),
    };

    public TGrain GetGrain<TGrain>(long primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithIntegerKey => typeof(TGrain) switch
    {
        var type when type == typeof(ISaltGrain) => (TGrain)(object)Salts,
        var type when type == typeof(IClientIdGrain) => (TGrain)(object)ClientIds,
        var type when type == typeof(ISiteDirectoryGrain) => (TGrain)(object)new FakeDirectory(this),
        var type when type == typeof(IApiKeysGrain) => (TGrain)(object)Keys,
        var type when type == typeof(IBooksGrain) => (TGrain)(object)Books,
        var type when type == typeof(IInspectionGrain) => (TGrain)(object)Inspection,
        var type when type == typeof(ICanaryGrain) => (TGrain)(object)Canaries,
        var type when type == typeof(IReceiptGrain) => (TGrain)(object)Receipts,
        var type when type == typeof(IQuarantineGrain) => (TGrain)(object)Quarantine,
        var type when type == typeof(IUpkeepGrain) => (TGrain)(object)Upkeep,
        var type when type == typeof(ISiteHomeGrain) => (TGrain)(object)new FakeSiteHome(this, (ulong)primaryKey),
        var type => throw new NotSupportedException(type.Name),
    };

    public TGrain GetGrain<TGrain>(Guid primaryKey, string? grainClassNamePrefix = null) where TGrain : IGrainWithGuidKey => throw new NotSupportedException();
    public TGrain GetGrain<TGrain>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null) where TGrain : IGrainWithGuidCompoundKey => throw new NotSupportedException();
    public TGrain GetGrain<TGrain>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null) where TGrain : IGrainWithIntegerCompoundKey => throw new NotSupportedException();
    public TGrainObserver CreateObjectReference<TGrainObserver>(IGrainObserver obj) where TGrainObserver : IGrainObserver => (TGrainObserver)obj;
    public void DeleteObjectReference<TGrainObserver>(IGrainObserver obj) where TGrainObserver : IGrainObserver
    {
    }

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();
    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();
    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();
    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable => throw new NotSupportedException();
    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();
    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    private sealed class FakeSession(FakeCluster cluster, SessionKey key) : ISessionGrain
    {
        public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent)
        {
            cluster.Recorded.Enqueue((key, sessionEvent));
            return cluster.Answer(key, sessionEvent);
        }

        public ValueTask<SessionGlance> PeekAsync(DateTime at) => new(cluster.Glances.GetValueOrDefault(key));

        public ValueTask<ForgetStatus> ForgetAsync(DateTime at) => new(ForgetStatus.NothingToForget);

        public ValueTask<ulong> VersionAsync() => throw new NotSupportedException();

        public ValueTask<OrderStatus> PutInOrderAsync(SessionOrder order) => throw new NotSupportedException();

        public async ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events)
        {
            cluster.Calls.Enqueue((key, events.Length));
            var outcomes = ImmutableArray.CreateBuilder<RecordOutcome>();
            foreach (var sessionEvent in events) outcomes.Add(await RecordAsync(sessionEvent));
            return outcomes.ToImmutable();
        }
    }
}
