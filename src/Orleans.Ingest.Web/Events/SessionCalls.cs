using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Hands an event to its visitor's grain, again and again within the budget, since a browser does not retry. The message stays the
/// same, so a grain that has the event already only answers. Around a change of salts the grains send it between the visitor's two
/// ids: own -> previous -> own; and on to the newer one when its own has been closed meanwhile.
/// </summary>
internal sealed partial class SessionCalls
{
    private readonly ISessionGrains _sessions;
    private readonly RetryBudget _retries;
    private readonly Births _births;
    private readonly ILogger<SessionCalls> _logger;
    private readonly Func<Exception, RecordOutcome> _notRecorded;

    public SessionCalls(ISessionGrains sessions, RetryBudget retries, Births births, ILogger<SessionCalls> logger)
    {
        (_sessions, _retries, _births, _logger) = (sessions, retries, births, logger);
        _notRecorded = NotRecorded;
    }

    /// <summary>Tries once. The task does not fail: what could not be recorded is <see cref="RecordStatus.Unavailable"/>. Nearly always this settles an event.</summary>
    public ValueTask<RecordOutcome> AttemptAsync(SessionEvent message)
    {
        try
        {
            return Attempt.WaitAsync(_sessions.RecordAsync(message), _notRecorded, _retries.AttemptEnds());
        }
        catch (Exception error)
        {
            return new(NotRecorded(error));
        }
    }

    /// <summary>When its task completes: stored, dropped, or <see cref="RecordStatus.Unavailable"/> with the budget used up.</summary>
    /// <param name="message">The event.</param>
    /// <param name="started">What <see cref="RetryBudget.Start"/> gave.</param>
    /// <param name="mayBeStored">True when the event was sent before, and what became of it is not known.</param>
    public async ValueTask<RecordOutcome> RecordAsync(SessionEvent message, long started, bool mayBeStored = false) =>
        await SettleAsync(message, await AttemptAsync(message), started, mayBeStored);

    /// <summary>Goes on from an outcome until the event is settled, as <see cref="RecordAsync"/>.</summary>
    /// <param name="message">The event.</param>
    /// <param name="outcome">What <see cref="AttemptAsync"/> gave.</param>
    /// <param name="started">What <see cref="RetryBudget.Start"/> gave.</param>
    /// <param name="mayBeStored">True when the event was sent before that, and what became of it is not known.</param>
    public async ValueTask<RecordOutcome> SettleAsync(SessionEvent message, RecordOutcome outcome, long started, bool mayBeStored = false)
    {
        for (var attempt = 1; !outcome.IsFinal; outcome = await AttemptAsync(message))
        {
            if (message.SentOnBy(outcome) is { } sentOn)
            {
                message = sentOn;
                continue;
            }

            mayBeStored |= outcome.Status == RecordStatus.Unavailable;
            if (!await _retries.PauseAsync(started, attempt++, "session")) return RecordOutcome.Unavailable;
            if (outcome.Status == RecordStatus.CannotJudge && !mayBeStored) message = message with { Born = _births.Next() };
            // Where the visitor's session lives may have changed meanwhile: an answered redirect is asked for anew.
            if (outcome.Status != RecordStatus.Unavailable) message = message with { Route = SessionRoute.Direct };
        }

        return outcome;
    }

    /// <summary>Some events of one visitor, in the order of their times, with one call; what the call does not settle goes the way of single ones.</summary>
    /// <param name="messages">At most <see cref="ISessionGrain.MostAtOnce"/>.</param>
    /// <param name="started">What <see cref="RetryBudget.Start"/> gave.</param>
    /// <param name="mayBeStored">Whether one was sent before, and what became of it is not known.</param>
    public async Task<RecordOutcome[]> RecordAllAsync(ImmutableArray<SessionEvent> messages, long started, Func<int, bool> mayBeStored)
    {
        var outcomes = await CallAsync(messages);
        List<int>? forgotten = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Status == RecordStatus.CannotJudge && !mayBeStored(i)) (forgotten ??= []).Add(i);
        }

        // Others send events of this visitor at the same time, more than its snapshot remembers.
        if (forgotten is not null) await CallAgainAsync(messages, forgotten, outcomes);

        // What comes behind one that is not durable is not judged without it: an engagement would be dropped for want of the visit that is sent again.
        var isBehind = false;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].IsFinal) continue;
            outcomes[i] = isBehind ? RecordOutcome.Unavailable : await RecordAsync(messages[i], started, mayBeStored(i) || outcomes[i].Status == RecordStatus.Unavailable);
            isBehind |= outcomes[i].Status == RecordStatus.Unavailable;
        }

        return outcomes;
    }

    private async Task CallAgainAsync(ImmutableArray<SessionEvent> messages, List<int> forgotten, RecordOutcome[] outcomes)
    {
        var born = _births.Next();
        var again = await CallAsync([.. forgotten.Select(i => messages[i] with { Born = born })]);
        for (var i = 0; i < again.Length; i++) outcomes[forgotten[i]] = again[i];
    }

    private async Task<RecordOutcome[]> CallAsync(ImmutableArray<SessionEvent> messages)
    {
        try
        {
            var recorded = await _sessions.RecordAllAsync(messages).AsTask().WaitAsync(_retries.AttemptOfManyEnds());
            // To the end of the line: what follows is work for many events, and this thread has others to tell.
            await Task.Yield();
            return [.. recorded];
        }
        catch (Exception error)
        {
            // The attempts that end together do so on one thread.
            if (error is OperationCanceledException) await Task.Yield();
            var outcomes = new RecordOutcome[messages.Length];
            Array.Fill(outcomes, NotRecorded(error));
            return outcomes;
        }
    }

    /// <summary>Whatever failed, the event is not known to be durable, and sending it again is safe.</summary>
    private RecordOutcome NotRecorded(Exception error)
    {
        Log.NotRecorded(_logger, error.GetType().Name);
        return RecordOutcome.Unavailable;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "An event was not recorded ({Error}); it is sent again within its budget.")]
        public static partial void NotRecorded(ILogger logger, string error);
    }
}
