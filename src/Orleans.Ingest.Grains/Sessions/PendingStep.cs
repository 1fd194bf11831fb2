using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>
/// Events of one visitor that leave with one append: their rows, and for each session they touch the row that ClickHouse has (or
/// will have, once the append before is in) and the one that replaces it.
/// </summary>
internal sealed class PendingStep(VisitorSessions sessions) : IWaiters
{
    // Who waits goes on within Release: an answer is on its way without another thread being woken for it.
    private readonly TaskCompletionSource<RecordOutcome> _outcome = new();

    private Few<(SessionEvent Event, SessionState Session)> _events;
    private Few<SessionChange> _changes;

    private RecordOutcome _settled;
    private PendingStep? _behind;

    /// <summary>What it was sent off as; null before.</summary>
    public LogChunk? Chunk { get; private set; }

    /// <summary>The snapshot in <see cref="Chunk"/>.</summary>
    public SessionSnapshot? Snapshot { get; private set; }

    /// <summary>The events, in the order of their steps, each with its session as it was then.</summary>
    public ref readonly Few<(SessionEvent Event, SessionState Session)> Events => ref _events;

    /// <summary>The sessions' rows that change.</summary>
    public ref readonly Few<SessionChange> Changes => ref _changes;

    /// <summary>The visitor's sessions after all events; none once the key is closed.</summary>
    public VisitorSessions Sessions { get; private set; } = sessions;

    /// <summary>The user id that this append closes the key for; 0 when it does not. Nothing is added behind a closing.</summary>
    public ulong ClosedFor { get; private set; }

    /// <summary>Birth of the oldest event, or of the one that closes.</summary>
    public DateTime OldestBirth { get; private set; } = DateTime.MaxValue;

    /// <summary>Contexts of the sampled requests among the events; null while there are none.</summary>
    public List<string>? Traces { get; private set; }

    /// <summary>The answer to its first event, and to who waits for the whole step: stored once the rows are durable, unavailable when they may not be.</summary>
    public Task<RecordOutcome> Outcome => _outcome.Task;

    /// <summary>The answer to one of its events.</summary>
    public Answer AnswerTo(int index) => new(_outcome.Task, index);

    /// <summary>Adds one event and what it did to the session.</summary>
    public void Add(SessionEvent sessionEvent, StepResult step)
    {
        var session = step.Session!;
        var before = step.IsNew ? null : Sessions.Find(session.SessionId);
        Sessions = Sessions.With(session);
        _events.Add((sessionEvent, session));
        NoteBirth(sessionEvent.Born);
        if (sessionEvent.TraceParent is { } trace) (Traces ??= []).Add(trace);
        if (!step.RowChanged) return;
        for (var i = 0; i < _changes.Count; i++)
        {
            if (_changes[i].After?.SessionId != session.SessionId) continue;
            _changes[i] = _changes[i] with { After = session };
            return;
        }

        _changes.Add(new(before, session));
    }

    /// <summary>Closes the key, behind the events: an event of the next day's id found no session alive.</summary>
    public void Close(SessionEvent next)
    {
        ClosedFor = next.Event.UserId;
        Sessions = VisitorSessions.None;
        NoteBirth(next.Born);
    }

    /// <summary>Ends the visitor's sessions, behind the events: the next event begins one. Their rows stay as they are.</summary>
    /// <param name="at">When that was asked for, UTC: an append that comes much later is refused, as for an event.</param>
    public void Forget(DateTime at)
    {
        Sessions = VisitorSessions.None;
        NoteBirth(at);
    }

    /// <summary>Puts joined sessions in the place of those that they were stored as. Nothing else is in the step.</summary>
    public void Correct(SessionOrder order)
    {
        foreach (var before in order.Replaced) _changes.Add(new(before, order.Joined.FirstOrDefault(joined => joined.SessionId == before.SessionId)));
        foreach (var joined in order.Joined)
        {
            // Its row went missing: what is there now must add up all the same.
            if (!order.Replaced.Any(before => before.SessionId == joined.SessionId)) _changes.Add(new(null, joined));
        }

        Sessions = Sessions.Corrected(order.Joined, order.Replaced);
        NoteBirth(order.At);
    }

    /// <summary>The index of an event in the step; -1 when it is none of its events.</summary>
    public int IndexOf(EventId id)
    {
        for (var i = 0; i < _events.Count; i++)
        {
            if (_events[i].Event.Id == id) return i;
        }

        return -1;
    }

    /// <summary>The visitor's snapshot after all events.</summary>
    /// <param name="before">The one that they build on.</param>
    /// <param name="version">64 random bits.</param>
    public SessionSnapshot After(SessionSnapshot before, ulong version)
    {
        var seen = Events.Count <= ISessionGrain.MostAtOnce ? stackalloc SeenEvent[Events.Count] : new SeenEvent[Events.Count];
        for (var i = 0; i < seen.Length; i++) seen[i] = new(Events[i].Event.Id, Events[i].Event.Born);
        return before.After(version, Sessions, ClosedFor, seen);
    }

    /// <summary>It leaves with the next append.</summary>
    public void Send(LogChunk chunk, SessionSnapshot snapshot) => (Chunk, Snapshot) = (chunk, snapshot);

    /// <summary>What became of it is known; who waits is told by <see cref="Release"/>.</summary>
    /// <param name="position">Position of the first event; null when the step is not known to be durable.</param>
    /// <param name="behind">What was built on it and fails with it.</param>
    public void Settle(ulong? position, PendingStep? behind = null)
    {
        _settled = position is { } first ? RecordOutcome.StoredAt(first) : RecordOutcome.Unavailable;
        _behind = behind;
        behind?.Settle(position: null);
    }

    /// <inheritdoc />
    public void Release()
    {
        _outcome.TrySetResult(_settled);
        _behind?.Release();
    }

    private void NoteBirth(DateTime born)
    {
        if (born < OldestBirth) OldestBirth = born;
    }
}
