using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.GrainDirectory;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Placement;
using Orleans.Ingest.Grains.Telemetry;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// Keeps one visitor's session: state and order only; what a step is lives in <see cref="SessionStep"/>. The step is taken at once; one
/// append is in flight; events that arrive meanwhile join the next. A failed append fails all that builds on it, and the grain
/// forgets and reads its snapshot again.
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
internal sealed partial class SessionGrain(
    SessionSnapshots snapshots, EventAccumulators accumulators, GrainMetrics metrics, ILogger<SessionGrain> logger, LocalSessions? local = null) : Grain, ISessionGrain
{
    /// <summary>The grain's type, as the cluster knows it.</summary>
    public const string TypeName = "session";

    /// <summary>It is collected when it has had no message for this long.</summary>
    public const int IdleMinutes = 5;

    /// <summary>After this long in a new day no front end hashes with the old salt any more.</summary>
    private static readonly TimeSpan _oldSaltInUse = TimeSpan.FromMinutes(40);
    private static readonly Task<RecordOutcome> _stored = Task.FromResult(RecordOutcome.Stored);
    private static readonly Task<RecordOutcome> _cannotJudge = Task.FromResult(new RecordOutcome(RecordStatus.CannotJudge));
    private static readonly RecordOutcome _previousIsClosed = new(RecordStatus.PreviousIsClosed);
    private static readonly SessionSnapshot _none = new(0, null, [], DateTime.MinValue);

    private SessionKey _key;
    private SessionSnapshot? _durable;
    private PendingStep? _flying;
    private PendingStep? _gathering;
    private int _forgotten;
    private bool _isCounted;
    private bool _isTakingMany;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = SessionKey.Parse(this.GetPrimaryKeyString());
        await LoadAsync(cancellationToken);
        _isCounted = true;
        metrics.SessionLoaded();
        local?.Add(_key, this);
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        local?.Remove(_key, this);
        if (_isCounted) metrics.SessionUnloaded();
        _isCounted = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent) =>
        sessionEvent.TraceParent is not null ? TracedAsync(sessionEvent) : JoinAlive(sessionEvent) is { } pending ? new(pending.NewestOutcome) : StepAsync(sessionEvent);

    /// <inheritdoc />
    /// <remarks>All take their steps before the first is waited for, so they leave with one append.</remarks>
    public async ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events)
    {
        var outcomes = new Task<RecordOutcome>[events.Length];
        try
        {
            _isTakingMany = true;
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = RecordAsync(events[i]).AsTask();
        }
        finally
        {
            _isTakingMany = false;
            Fly();
        }

        return [.. await Task.WhenAll(outcomes)];
    }

    private async ValueTask<RecordOutcome> TracedAsync(SessionEvent sessionEvent)
    {
        // Without the grain's key, the visitor's.
        using var span = IngestTelemetry.Continue("session record", ActivityKind.Server, sessionEvent.TraceParent);
        var outcome = await StepAsync(span is null ? sessionEvent : sessionEvent with { TraceParent = span.Id });
        span?.SetTag("ingest.outcome", outcome.Status.ToString());
        return outcome;
    }

    private async ValueTask<RecordOutcome> StepAsync(SessionEvent sessionEvent)
    {
        var previousIsClosed = sessionEvent.Route != SessionRoute.Direct;
        while (true)
        {
            // After every await all is looked at again: other events had their turns meanwhile.
            if (_durable is null)
            {
                await LoadAsync(CancellationToken.None);
                continue;
            }

            if (Repeated(sessionEvent) is { } known) return await known;
            if (Closing is { } closing)
            {
                // Nothing gets in behind it, and nobody is sent on before it is durable.
                if ((await closing.Outcome).Status != RecordStatus.Stored) return RecordOutcome.Unavailable;
                continue;
            }

            if (_durable.ClosedFor != 0) return sessionEvent.Route == SessionRoute.ToPrevious ? _previousIsClosed : RecordOutcome.IsClosed(_durable.ClosedFor);
            var alive = Sessions.Find(sessionEvent.Event.Timestamp);
            if (alive is null)
            {
                if (sessionEvent.Route == SessionRoute.ToPrevious) return await CloseAsync(sessionEvent);
                if (!previousIsClosed)
                {
                    if (await MayLiveUnderPreviousIdAsync(sessionEvent)) return new(RecordStatus.AskPrevious);
                    previousIsClosed = true;
                    continue;
                }
            }

            // No await from here to the join: the step builds on what the last event left.
            var step = SessionStep.Apply(MayJoin(sessionEvent, alive) ? alive : null, sessionEvent.Event, NewRandom());
            if (step.Drop is not { } reason) return await Join(sessionEvent, step).NewestOutcome;
            if (await NothingIsNewerAsync()) return RecordOutcome.Dropped(reason);
        }
    }

    /// <summary>The step that an event joins when nothing about it is in doubt, as of nearly all: its session is alive. Null when <see cref="StepAsync"/> must look.</summary>
    private PendingStep? JoinAlive(SessionEvent sessionEvent)
    {
        if (_durable is not { ClosedFor: 0 } || Closing is not null || Repeated(sessionEvent) is not null) return null;
        return Sessions.Find(sessionEvent.Event.Timestamp) is { } alive && MayJoin(sessionEvent, alive) ? Join(sessionEvent, SessionStep.Apply(alive, sessionEvent.Event, alive.SessionId)) : null;
    }

    private PendingStep Join(SessionEvent sessionEvent, StepResult step)
    {
        var pending = _gathering ??= new(Sessions);
        pending.Add(sessionEvent, step);
        Fly();
        return pending;
    }

    /// <summary>
    /// True when what the next event builds on is the newest there is; otherwise it has been replaced by what is. An append would find out by itself, but for a drop
    /// there is none.
    /// </summary>
    private async ValueTask<bool> NothingIsNewerAsync()
    {
        if ((_gathering ?? _flying) is { } pending) return (await pending.Outcome).Status == RecordStatus.Stored;
        var known = _durable;
        var stored = await snapshots.ReadAsync(_key, CancellationToken.None) ?? _none;
        if (stored.Version == known?.Version) return true;
        if (ReferenceEquals(known, _durable)) _durable = stored;
        return false;
    }

    /// <summary>
    /// Closes this key for the id that the visitor has since midnight, behind the events that gather. Until that is durable no session may begin under the new id: an
    /// event on its way, hashed with the old salt, would begin another one here.
    /// </summary>
    private async ValueTask<RecordOutcome> CloseAsync(SessionEvent next)
    {
        var pending = _gathering ??= new(Sessions);
        pending.Close(next);
        Fly();
        return (await pending.Outcome).Status == RecordStatus.Stored ? _previousIsClosed : RecordOutcome.Unavailable;
    }

    /// <summary>The step that closes this key and is not durable yet; it is the last one, since nothing is added behind it.</summary>
    private PendingStep? Closing => (_gathering ?? _flying) is { ClosedFor: not 0 } pending ? pending : null;

    private VisitorSessions Sessions => (_gathering ?? _flying) is { } pending ? pending.Sessions : _durable?.Sessions ?? VisitorSessions.None;

    /// <summary>The answer to an event that this grain already knows, or cannot judge; null for a new one.</summary>
    private Task<RecordOutcome>? Repeated(SessionEvent sessionEvent)
    {
        if (_gathering?.IndexOf(sessionEvent.Id) is >= 0 and var gathering) return _gathering.OutcomeOf(gathering);
        if (_flying?.IndexOf(sessionEvent.Id) is >= 0 and var flying) return _flying.OutcomeOf(flying);
        if (_durable is null) return null;
        if (_durable.Holds(sessionEvent.Id)) return _stored;

        // Born at or before the youngest id that was forgotten: it may have been one of those.
        return _durable.CanJudge(new(sessionEvent.Id, sessionEvent.Born)) ? null : _cannotJudge;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var forgotten = _forgotten;
        var stored = await snapshots.ReadAsync(_key, cancellationToken);
        // Others had their turns meanwhile: they may have loaded it and gone on from it, and even have failed and forgotten it again.
        if (forgotten == _forgotten) _durable ??= stored ?? _none;
    }

    /// <summary>
    /// True when this visitor's session could live, or still begin, under the id that yesterday's salt gives. After 40 minutes a key without a snapshot is as good as closed.
    /// </summary>
    private async ValueTask<bool> MayLiveUnderPreviousIdAsync(SessionEvent sessionEvent)
    {
        if (sessionEvent.PreviousUserId == 0) return false;
        // By the birth, which chose the salt: a silo's clock may still be in the day before.
        if (sessionEvent.Born.TimeOfDay < _oldSaltInUse) return true;
        var previous = new SessionKey(_key.SiteId, sessionEvent.PreviousUserId);
        return await snapshots.ReadAsync(previous, CancellationToken.None) is { ClosedFor: 0 };
    }

    // Never 0, which stands for "none".
    private static ulong NewRandom() => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue)) | 1;
}
