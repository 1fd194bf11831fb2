using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Telemetry;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Receipts;
using Orleans.Ingest.Web.Visitors;
using EventId = Orleans.Ingest.Pipeline.Sessions.EventId;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// Takes a request through, a domain at a time: the decision, then the visitor's session.
/// When its task completes, every event is durable, dropped by a rule, or the outcome says that it is neither.
/// Stop 3 of 8; next: EventPipeline.
/// </summary>
internal sealed partial class EventIngestion(
    EventDecisions decisions, SessionCalls sessions, VisitorWatch watch, ReceiptSeal receipts, WaitingEvents waiting, RetryBudget retries, Births births, TimeProvider time, ILogger<EventIngestion> logger, IOptions<WebOptions> options)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(10);

    private readonly AtMostEvery _warning = new(BetweenWarnings, time);

    /// <summary>Ingests one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="headers">Its headers: sites that want to read the visitor's client hints there.</param>
    public async ValueTask<IngestOutcome> IngestAsync(IngestRequest request, IHeaderDictionary headers)
    {
        if (decisions.DropAll(request) is { } spam) return DroppedAll(request, spam);
        if (!waiting.TryEnter(request))
        {
            if (_warning.IsDue()) Log.TooMany(logger, waiting.Count);
            return IngestOutcome.Unavailable;
        }

        var started = retries.Start();
        var requestId = NewRequestId();
        var isDurable = true;
        var dropped = ImmutableArray<DropReason>.Empty;
        string? sealedReceipts = null;
        try
        {
            for (var i = 0; i < request.Domains.Length; i++)
            {
                var domain = request.Domains[i];
                var decided = await decisions.DecideAsync(request, domain, request.Context.ReceivedAt, started, headers);
                ulong position = 0;
                if (decided.Event is { } ingestEvent)
                {
                    watch.Saw(request.Context.Address, request.Context.UserAgent, ingestEvent.UserId);
                    // Durable when it answers.
                    var message = MessageOf(request, domain, new(requestId, i), ingestEvent, decided.PreviousUserId);
                    var outcome = await sessions.AttemptAsync(message);
                    if (!outcome.IsFinal) outcome = await sessions.SettleAsync(message, outcome, started);
                    position = outcome.Position;
                    decided = decisions.Settle(decided, outcome, request, domain, started);
                }

                // An unavailable domain fails the whole request, and a client that repeats it repeats all domains. Browsers don't,
                // so the domains after it still get their event.
                if (decided.Drop is { } reason) dropped = dropped.Add(reason);
                isDurable &= !decided.IsUnavailable;
                if (isDurable) sealedReceipts = Joined(sealedReceipts, receipts.Write(decided.ReceiptOf(position, request.Context.ReceivedAt)));
            }
        }
        finally
        {
            waiting.Leave(request);
        }

        if (!isDurable && _warning.IsDue()) Log.NotDurable(logger, options.Value.RetryBudget);
        return new(isDurable, dropped, sealedReceipts);
    }

    private IngestOutcome DroppedAll(IngestRequest request, DropReason reason)
    {
        // The sites are not looked up: what drops the request is none of their rules.
        var receipt = receipts.Write(Receipt.Dropped(siteId: null, reason, request.Context.ReceivedAt));
        return new(true, [.. Enumerable.Repeat(reason, request.Domains.Length)], string.Join(',', Enumerable.Repeat(receipt, request.Domains.Length)));
    }

    private static string Joined(string? before, string receipt) => before is null ? receipt : string.Concat(before, ",", receipt);

    private SessionEvent MessageOf(IngestRequest request, string domain, EventId id, IngestEvent ingestEvent, ulong previousUserId) => new()
    {
        Id = id,
        Born = births.Next(),
        Event = ingestEvent,
        Domain = domain,
        PreviousUserId = previousUserId,
        TraceParent = IngestTelemetry.SampledParent,
    };

    /// <summary>64 random bits: two requests of one visitor with the same id would be taken for one. Nobody gains by guessing it.</summary>
    internal static ulong NewRequestId() => unchecked((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "An event could not be made durable within {Budget} and was answered 503; /api/health says what is away. Said at most every 10 seconds, counted as ingest.requests.unavailable.")]
        public static partial void NotDurable(ILogger logger, TimeSpan budget);

        [LoggerMessage(2, LogLevel.Warning, "An event was answered 503 at once: {Waiting} wait, or more than a visitor can send, or all processors are busy and its site sends most. Where one site does, give it a rate limit; else add processors, front ends or silos. Said at most every 10 seconds, counted as ingest.requests.unavailable.")]
        public static partial void TooMany(ILogger logger, long waiting);
    }
}
