using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Sessions;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Hands an event to its visitor's grain, again and again within the budget, since a browser does not retry. The message stays the
/// same, so a grain that has the event already only answers. Around a change of salts the grains send it between the visitor's two
/// ids: own -> previous -> own; and on to the newer one when its own has been closed meanwhile.
/// </summary>
internal sealed partial class SessionCalls(ISessionGrains sessions, RetryBudget retries, TimeProvider time, ILogger<SessionCalls> logger)
{
    /// <summary>When its task completes: stored, dropped, or <see cref="RecordStatus.Unavailable"/> with the budget used up.</summary>
    public async ValueTask<RecordOutcome> RecordAsync(SessionEvent message, long started)
    {
        for (var attempt = 1; ;)
        {
            var outcome = await AttemptAsync(message, attempt);
            switch (outcome.Status)
            {
                case RecordStatus.Stored or RecordStatus.Dropped:
                    return outcome;
                case RecordStatus.AskPrevious when message is { Route: SessionRoute.Direct, PreviousUserId: not 0 }:
                    message = message with { Route = SessionRoute.ToPrevious };
                    continue;
                case RecordStatus.PreviousIsClosed when message.Route == SessionRoute.ToPrevious:
                    message = message with { Route = SessionRoute.PreviousClosed };
                    continue;
                case RecordStatus.IsClosed when message.Route == SessionRoute.Direct && outcome.ClosedFor != 0:
                    message = message.MovedTo(outcome.ClosedFor);
                    continue;
            }

            if (!await retries.PauseAsync(started, attempt++, "session")) return RecordOutcome.Unavailable;
            // Where the visitor's session lives may have changed meanwhile: an answered redirect is asked for anew.
            if (outcome.Status != RecordStatus.Unavailable) message = message with { Route = SessionRoute.Direct };
        }
    }

    private async ValueTask<RecordOutcome> AttemptAsync(SessionEvent message, int attempt)
    {
        var user = message.Route == SessionRoute.ToPrevious ? message.PreviousUserId : message.Event.UserId;
        try
        {
            var call = sessions.Get(new SessionKey(message.Event.SiteId, user)).RecordAsync(message);
            return call.IsCompletedSuccessfully ? call.Result : await call.AsTask().WaitAsync(retries.AttemptTimeout, time);
        }
        catch (Exception error)
        {
            // Whatever failed, the event is not known to be durable, and sending it again is safe.
            if (attempt == 1) Log.NotRecorded(logger, error.GetType().Name);
            return RecordOutcome.Unavailable;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "An event was not recorded ({Error}); it is sent again within its budget.")]
        public static partial void NotRecorded(ILogger logger, string error);
    }
}
