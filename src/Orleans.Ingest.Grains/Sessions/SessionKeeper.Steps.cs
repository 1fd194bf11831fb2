using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

internal sealed partial class SessionKeeper
{
    /// <summary>After this long in a new day no front end hashes with the old salt any more.</summary>
    private static readonly TimeSpan _oldSaltInUse = TimeSpan.FromMinutes(40);
    private static readonly Answer _stored = new(Task.FromResult(RecordOutcome.Stored));
    private static readonly Answer _cannotJudge = new(Task.FromResult(new RecordOutcome(RecordStatus.CannotJudge)));
    private static readonly RecordOutcome _previousIsClosed = new(RecordStatus.PreviousIsClosed);
    private static readonly Answer _unavailable = new(Task.FromResult(RecordOutcome.Unavailable));
    private static readonly Answer _askPrevious = new(Task.FromResult(new RecordOutcome(RecordStatus.AskPrevious)));
    private static readonly Answer _closedBefore = new(Task.FromResult(_previousIsClosed));

    /// <summary>Takes an event's step, as soon as it can be taken.</summary>
    /// <returns>What becomes of it.</returns>
    private async ValueTask<Answer> TakeAsync(SessionEvent sessionEvent, bool previousIsClosed = false)
    {
        previousIsClosed |= sessionEvent.Route != SessionRoute.Direct;
        while (true)
        {
            Look look;
            lock (_gate) look = Take(sessionEvent, previousIsClosed);
            switch (look.Next)
            {
                case Next.Answer:
                    return look.Answer;
                case Next.SendOn:
                    return new(SendOnAsync(look.Answer.Step));
                case Next.Drop:
                    return new(DropAsync(sessionEvent, look.Reason, look.Basis));
                case Next.Load:
                    await LoadAsync(CancellationToken.None);
                    break;
                case Next.WaitForClosing:
                    // Nothing gets in behind it, and nobody is sent on before it is durable.
                    if ((await look.Answer.Step).Status != RecordStatus.Stored) return _unavailable;
                    break;
                case Next.AskForPrevious:
                    if (await MayLiveUnderPreviousIdAsync(sessionEvent)) return _askPrevious;
                    previousIsClosed = true;
                    break;
            }
        }
    }

    private static async Task<RecordOutcome> SendOnAsync(Task<RecordOutcome> closed) =>
        (await closed).Status == RecordStatus.Stored ? _previousIsClosed : RecordOutcome.Unavailable;

    private async Task<RecordOutcome> DropAsync(SessionEvent sessionEvent, DropReason reason, Basis basis) =>
        await NothingIsNewerAsync(basis) ? RecordOutcome.Dropped(reason) : await (await TakeAsync(sessionEvent, previousIsClosed: true)).OutcomeAsync();

    /// <summary>Takes an event's step if it can be taken now, and says what is to be done. With the lock held.</summary>
    private Look Take(SessionEvent sessionEvent, bool previousIsClosed)
    {
        _wasUsed = true;
        if (_durable is null) return new(Next.Load);
        if (Repeated(sessionEvent) is { } known) return new(Next.Answer, known);
        if (Closing is { } closing) return new(Next.WaitForClosing, new(closing.Outcome));
        if (_durable.ClosedFor != 0) return new(Next.Answer, sessionEvent.Route == SessionRoute.ToPrevious ? _closedBefore : new(Task.FromResult(RecordOutcome.IsClosed(_durable.ClosedFor))));
        var alive = Sessions.Find(sessionEvent.Event.Timestamp);
        if (alive is null)
        {
            if (sessionEvent.Route == SessionRoute.ToPrevious) return new(Next.SendOn, new(Close(sessionEvent)));
            if (!previousIsClosed) return new(Next.AskForPrevious);
        }

        var step = SessionStep.Apply(MayJoin(sessionEvent, alive) ? alive : null, sessionEvent.Event, NewRandom());
        return step.Drop is { } reason ? new(Next.Drop, Reason: reason, Basis: Current) : new(Next.Answer, Join(sessionEvent, step));
    }

    private Answer Join(SessionEvent sessionEvent, StepResult step)
    {
        var pending = _gathering ??= new(Sessions);
        pending.Add(sessionEvent, step);
        var answer = pending.AnswerTo(pending.Events.Count - 1);
        Fly();
        return answer;
    }

    /// <summary>
    /// True when what was decided on is the newest there is; otherwise it has been replaced by what is. An append would find out by itself, but for a drop
    /// there is none.
    /// </summary>
    /// <param name="basis">What was decided on, taken with the same lock as the decision.</param>
    private async ValueTask<bool> NothingIsNewerAsync(Basis basis)
    {
        if (basis.Pending is { } pending) return (await pending.Outcome).Status == RecordStatus.Stored;
        var stored = await services.Snapshots.ReadAsync(key, CancellationToken.None) ?? _none;
        if (stored.Version == basis.Durable?.Version) return true;
        lock (_gate)
        {
            if (ReferenceEquals(basis.Durable, _durable)) _durable = stored;
        }

        return false;
    }

    /// <summary>What is decided on now. With the lock held.</summary>
    private Basis Current => new(Pending, _durable);

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
    private Answer? Repeated(SessionEvent sessionEvent)
    {
        if (_gathering?.IndexOf(sessionEvent.Id) is >= 0 and var gathering) return _gathering.AnswerTo(gathering);
        if (_flying?.IndexOf(sessionEvent.Id) is >= 0 and var flying) return _flying.AnswerTo(flying);
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
        return await services.Snapshots.ReadAsync(previous, CancellationToken.None) is { ClosedFor: 0 };
    }

    private enum Next
    {
        /// <summary>The event's step is taken, or it needs none.</summary>
        Answer,

        /// <summary>Its key is being closed, and it goes on to the newer one.</summary>
        SendOn,
        Drop,
        Load,
        WaitForClosing,
        AskForPrevious,
    }

    private readonly record struct Basis(PendingStep? Pending, SessionSnapshot? Durable);

    private readonly record struct Look(Next Next, Answer Answer = default, DropReason Reason = default, Basis Basis = default);
}
