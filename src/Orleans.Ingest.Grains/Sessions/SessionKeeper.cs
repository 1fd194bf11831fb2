using System.Collections.Immutable;
using System.Diagnostics;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// Keeps one visitor's session: state and order only; what a step is lives in <see cref="SessionStep"/>. The step is taken at once; one
/// append is in flight; events that arrive meanwhile join the next. A failed append fails all that builds on it, and the keeper
/// forgets and reads its snapshot again.
/// Part of stop 5 of 8; next: EventBatcherGrain.
/// </summary>
/// <remarks>
/// Called by its grain's turns and, where a front end is in the same process, by requests: a lock stands for the turn. It is held while something is looked at and
/// decided, never while something is waited for; after each wait all is looked at again. See docs/decisions/013-a-session-is-guarded-by-a-lock.md.
/// </remarks>
internal sealed partial class SessionKeeper(SessionKey key, SessionServices services) : IChunkOwner
{
    private static readonly SessionSnapshot _none = new(0, null, [], DateTime.MinValue);

    private readonly Lock _gate = new();

    // All guarded by _gate.
    private SessionSnapshot? _durable;
    private PendingStep? _flying;
    private PendingStep? _gathering;
    private int _forgotten;
    private bool _isTakingMany;
    private bool _wasUsed;

    /// <summary>The visitor.</summary>
    public SessionKey Visitor => key;

    /// <summary>See <see cref="ISessionGrain.RecordAsync"/>.</summary>
    public ValueTask<RecordOutcome> RecordAsync(SessionEvent sessionEvent)
    {
        // Nearly always the step can be taken at once.
        var step = BeginAsync(sessionEvent);
        return step.IsCompletedSuccessfully ? step.Result.OutcomeAsync() : EndAsync(step);
    }

    /// <summary>See <see cref="ISessionGrain.RecordAllAsync"/>.</summary>
    /// <remarks>Their steps are taken in the order of the events, before the first outcome is waited for: so they leave with one append, unless something must be read in between.</remarks>
    public async ValueTask<ImmutableArray<RecordOutcome>> RecordAllAsync(ImmutableArray<SessionEvent> events)
    {
        var answers = new Answer[events.Length];
        for (var taken = 0; taken < answers.Length;)
        {
            var step = default(ValueTask<Answer>);
            lock (_gate)
            {
                try
                {
                    _isTakingMany = true;
                    for (; taken < answers.Length; taken++)
                    {
                        step = BeginAsync(events[taken]);
                        if (!step.IsCompletedSuccessfully) break;
                        answers[taken] = step.Result;
                    }
                }
                finally
                {
                    _isTakingMany = false;
                    Fly();
                }
            }

            // No later event takes its step while an earlier one waits for its own.
            if (taken < answers.Length) answers[taken++] = await step;
        }

        var outcomes = ImmutableArray.CreateBuilder<RecordOutcome>(answers.Length);
        foreach (var answer in answers) outcomes.Add(await answer.OutcomeAsync());
        return outcomes.MoveToImmutable();
    }

    private ValueTask<Answer> BeginAsync(SessionEvent sessionEvent) => sessionEvent.TraceParent is null ? TakeAsync(sessionEvent) : TracedAsync(sessionEvent);

    private static async ValueTask<RecordOutcome> EndAsync(ValueTask<Answer> step) => await (await step).OutcomeAsync();

    private async ValueTask<Answer> TracedAsync(SessionEvent sessionEvent)
    {
        // Without the grain's key, the visitor's.
        var span = IngestTelemetry.Continue("session record", ActivityKind.Server, sessionEvent.TraceParent);
        try
        {
            return new(SpannedAsync(span, await TakeAsync(span is null ? sessionEvent : sessionEvent with { TraceParent = span.Id })));
        }
        catch
        {
            span?.Dispose();
            throw;
        }
    }

    private static async Task<RecordOutcome> SpannedAsync(Activity? span, Answer answer)
    {
        using (span)
        {
            var outcome = await answer.OutcomeAsync();
            span?.SetTag("ingest.outcome", outcome.Status.ToString());
            return outcome;
        }
    }

    private PendingStep? Waiting
    {
        get
        {
            lock (_gate) return Pending;
        }
    }

    /// <summary>True while it holds the visitor's snapshot.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_gate) return _durable is not null;
        }
    }

    /// <summary>The newest step that is not known to be durable; null when there is none. With the lock held.</summary>
    private PendingStep? Pending => _gathering ?? _flying;

    /// <summary>The step that closes this key and is not durable yet; it is the last one, since nothing is added behind it.</summary>
    private PendingStep? Closing => Pending is { ClosedFor: not 0 } pending ? pending : null;

    private VisitorSessions Sessions => Pending is { } pending ? pending.Sessions : _durable?.Sessions ?? VisitorSessions.None;

    /// <summary>Reads the snapshot, unless there is a newer one by then.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        int forgotten;
        lock (_gate) forgotten = _forgotten;
        var stored = await services.Snapshots.ReadAsync(key, cancellationToken);
        lock (_gate)
        {
            // Others may have loaded it meanwhile and gone on from it, and even have failed and forgotten it again.
            if (forgotten == _forgotten) _durable ??= stored ?? _none;
        }
    }

    /// <summary>Forgets what the log knows too, unless an event has come since the last time.</summary>
    public void Rest()
    {
        lock (_gate)
        {
            if (!_wasUsed && Pending is null) Forget();
            _wasUsed = false;
        }
    }

    // Never 0, which stands for "none".
    private static ulong NewRandom() => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue)) | 1;
}
