using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <summary>After this long in a new day no front end hashes with the old salt any more.</summary>
    private static readonly TimeSpan _oldSaltInUse = TimeSpan.FromMinutes(40);
    private static readonly Task<RecordOutcome> _stored = Task.FromResult(RecordOutcome.Stored);
    private static readonly Task<RecordOutcome> _cannotJudge = Task.FromResult(new RecordOutcome(RecordStatus.CannotJudge));
    private static readonly RecordOutcome _previousIsClosed = new(RecordStatus.PreviousIsClosed);
    private static readonly Task<RecordOutcome> _closedBefore = Task.FromResult(_previousIsClosed);

    private async ValueTask<RecordOutcome> StepAsync(SessionEvent sessionEvent)
    {
        var previousIsClosed = sessionEvent.Route != SessionRoute.Direct;
        while (true)
        {
            Look look;
            lock (_gate) look = Take(sessionEvent, previousIsClosed);
            switch (look.Next)
            {
                case Next.Answer:
                    return await look.Outcome!;
                case Next.Load:
                    await LoadAsync(CancellationToken.None);
                    break;
                case Next.WaitForClosing:
                    // Nothing gets in behind it, and nobody is sent on before it is durable.
                    if ((await look.Outcome!).Status != RecordStatus.Stored) return RecordOutcome.Unavailable;
                    break;
                case Next.SendOn:
                    return (await look.Outcome!).Status == RecordStatus.Stored ? _previousIsClosed : RecordOutcome.Unavailable;
                case Next.AskForPrevious:
                    if (await MayLiveUnderPreviousIdAsync(sessionEvent)) return new(RecordStatus.AskPrevious);
                    previousIsClosed = true;
                    break;
                case Next.Drop:
                    if (await NothingIsNewerAsync()) return RecordOutcome.Dropped(look.Reason);
                    break;
            }
        }
    }

    /// <summary>Takes an event's step if it can be taken now, and says what is to be done. With the lock held.</summary>
    private Look Take(SessionEvent sessionEvent, bool previousIsClosed)
    {
        if (_durable is null) return new(Next.Load);
        if (Repeated(sessionEvent) is { } known) return new(Next.Answer, known);
        if (Closing is { } closing) return new(Next.WaitForClosing, closing.Outcome);
        if (_durable.ClosedFor != 0) return new(Next.Answer, sessionEvent.Route == SessionRoute.ToPrevious ? _closedBefore : Task.FromResult(RecordOutcome.IsClosed(_durable.ClosedFor)));
        var alive = Sessions.Find(sessionEvent.Event.Timestamp);
        if (alive is null)
        {
            if (sessionEvent.Route == SessionRoute.ToPrevious) return new(Next.SendOn, Close(sessionEvent));
            if (!previousIsClosed) return new(Next.AskForPrevious);
        }

        var step = SessionStep.Apply(MayJoin(sessionEvent, alive) ? alive : null, sessionEvent.Event, NewRandom());
        return step.Drop is { } reason ? new(Next.Drop, Reason: reason) : new(Next.Answer, Join(sessionEvent, step));
    }

    /// <summary>Lets an event join a step when nothing about it is in doubt, as of nearly all: its session is alive. Null when <see cref="StepAsync"/> must look. With the lock held.</summary>
    private Task<RecordOutcome>? JoinAlive(SessionEvent sessionEvent)
    {
        if (_durable is not { ClosedFor: 0 } || Closing is not null || Repeated(sessionEvent) is not null) return null;
        return Sessions.Find(sessionEvent.Event.Timestamp) is { } alive && MayJoin(sessionEvent, alive) ? Join(sessionEvent, SessionStep.Apply(alive, sessionEvent.Event, alive.SessionId)) : null;
    }

    private Task<RecordOutcome> Join(SessionEvent sessionEvent, StepResult step)
    {
        var pending = _gathering ??= new(Sessions);
        pending.Add(sessionEvent, step);
        var outcome = pending.NewestOutcome;
        Fly();
        return outcome;
    }

    /// <summary>
    /// True when what the next event builds on is the newest there is; otherwise it has been replaced by what is. An append would find out by itself, but for a drop
    /// there is none.
    /// </summary>
    private async ValueTask<bool> NothingIsNewerAsync()
    {
        PendingStep? pending;
        SessionSnapshot? known;
        lock (_gate) (pending, known) = (Pending, _durable);
        if (pending is not null) return (await pending.Outcome).Status == RecordStatus.Stored;
        var stored = await snapshots.ReadAsync(key, CancellationToken.None) ?? _none;
        if (stored.Version == known?.Version) return true;
        lock (_gate)
        {
            if (ReferenceEquals(known, _durable)) _durable = stored;
        }

        return false;
    }

    /// <summary>
    /// Closes this key for the id that the visitor has since midnight, behind the events that gather. Until that is durable no session may begin under the new id: an
    /// event on its way, hashed with the old salt, would begin another one here.
    /// </summary>
    private Task<RecordOutcome> Close(SessionEvent next)
    {
        var pending = _gathering ??= new(Sessions);
        pending.Close(next);
        Fly();
        return pending.Outcome;
    }

    /// <summary>The answer to an event that this keeper already knows, or cannot judge; null for a new one.</summary>
    private Task<RecordOutcome>? Repeated(SessionEvent sessionEvent)
    {
        if (_gathering?.IndexOf(sessionEvent.Id) is >= 0 and var gathering) return _gathering.OutcomeOf(gathering);
        if (_flying?.IndexOf(sessionEvent.Id) is >= 0 and var flying) return _flying.OutcomeOf(flying);
        if (_durable is null) return null;
        if (_durable.Holds(sessionEvent.Id)) return _stored;

        // Born at or before the youngest id that was forgotten: it may have been one of those.
        return _durable.CanJudge(new(sessionEvent.Id, sessionEvent.Born)) ? null : _cannotJudge;
    }

    /// <summary>
    /// True when this visitor's session could live, or still begin, under the id that yesterday's salt gives. After 40 minutes a key without a snapshot is as good as closed.
    /// </summary>
    private async ValueTask<bool> MayLiveUnderPreviousIdAsync(SessionEvent sessionEvent)
    {
        if (sessionEvent.PreviousUserId == 0) return false;
        // By the birth, which chose the salt: a silo's clock may still be in the day before.
        if (sessionEvent.Born.TimeOfDay < _oldSaltInUse) return true;
        var previous = new SessionKey(key.SiteId, sessionEvent.PreviousUserId);
        return await snapshots.ReadAsync(previous, CancellationToken.None) is { ClosedFor: 0 };
    }

    private enum Next
    {
        /// <summary>The event's step is taken, or it needs none.</summary>
        Answer,
        Load,
        WaitForClosing,
        SendOn,
        AskForPrevious,
        Drop,
    }

    private readonly record struct Look(Next Next, Task<RecordOutcome>? Outcome = null, DropReason Reason = default);
}
