using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.GrainDirectory;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Grains.Placement;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// One visitor's session in the cluster: where it lives, how it is found, and when it leaves the memory. What it does is its <see cref="SessionKeeper"/>'s.
/// Stop 5 of 8; next: EventBatcherGrain.
/// </summary>
/// <remarks>
/// Placed by the hash of its key, without a directory (<see cref="SessionPlaces"/>). So a visitor can have two of these, when silos do not agree on who is a member and when
/// the place moves away and comes back: only the one that has the newest snapshot can append, and a drop is answered only when no newer one is found.
/// It is collected long before its session ends (30 minutes): an activation takes some 2 KB, so after a peak of 1,000 new visitors a second 5 minutes hold 600 MB and
/// 30 would hold 3.6 GB, while coming back costs one read of the snapshot, which events a minute or two apart should not pay. A message that waits keeps it, and one comes at least every minute (<see cref="LocalSession"/>).
/// </remarks>
[Reentrant]
[GrainType(TypeName)]
[SessionPlacement]
[GrainDirectory(SessionDirectory.Name)]
[CollectionAgeLimit(Minutes = IdleMinutes)]
internal sealed class SessionGrain(SessionServices services) : Grain, ISessionGrain
{
    /// <summary>The grain's type, as the cluster knows it.</summary>
    public const string TypeName = "session";

    /// <summary>It is collected when it has had no message for this long.</summary>
    public const int IdleMinutes = 5;

    // There before any call is.
    private SessionKeeper _keeper = null!;
    private bool _isCounted;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _keeper = new(SessionKey.Parse(this.GetPrimaryKeyString()), services);
        await _keeper.LoadAsync(cancellationToken);
        _isCounted = true;
        services.Metrics.SessionLoaded();
        services.Local?.Add(this.GetGrainId(), _keeper);
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        services.Local?.Remove(_keeper);
        if (_isCounted) services.Metrics.SessionUnloaded();
        _isCounted = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent) => _keeper.RecordAsync(sessionEvent);

    /// <inheritdoc />
    public ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events) => _keeper.RecordAllAsync(events);

    /// <inheritdoc />
    public ValueTask<SessionGlance> PeekAsync(DateTime at) => _keeper.PeekAsync(at);

    /// <inheritdoc />
    public ValueTask<ForgetStatus> ForgetAsync(DateTime at) => _keeper.ForgetAsync(at);

    /// <inheritdoc />
    public ValueTask<ulong> VersionAsync() => _keeper.VersionAsync();

    /// <inheritdoc />
    public ValueTask<OrderStatus> PutInOrderAsync(SessionOrder order) => _keeper.PutInOrderAsync(order);
}
