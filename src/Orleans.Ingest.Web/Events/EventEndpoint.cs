using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Live;
using RequestContext = Orleans.Ingest.Pipeline.Requests.RequestContext;

namespace Orleans.Ingest.Web.Events;

/// <summary>
/// <c>POST /api/event</c>: reads the body, resolves the visitor, parses, ingests, answers. The only place that knows 202, 400 and 503.
/// Stop 1 of 8; next: EventParser.
/// </summary>
public sealed class EventEndpoint
{
    private const int MaxDomains = 100;

    private readonly VisitorResolver _visitors;
    private readonly EventIngestion _ingestion;
    private readonly WebMetrics _metrics;
    private readonly LiveFeed _live;
    private readonly TimeProvider _time;
    private readonly int _maxBytes;

    internal EventEndpoint(VisitorResolver visitors, EventIngestion ingestion, WebMetrics metrics, LiveFeed live, TimeProvider time, IOptions<WebOptions> options)
    {
        _visitors = visitors;
        _ingestion = ingestion;
        _metrics = metrics;
        _live = live;
        _time = time;
        _maxBytes = options.Value.MaxRequestBytes;
    }

    /// <summary>Adds the route. A delegate of our own, since binding arguments by reflection costs every event.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var endpoint = routes.ServiceProvider.GetRequiredService<EventEndpoint>();
        routes.MapPost("/api/event", (RequestDelegate)endpoint.PostAsync);
        routes.MapMethods("/api/event", [HttpMethods.Options], (RequestDelegate)EventAnswers.Preflight);
    }

    private async Task PostAsync(HttpContext http)
    {
        EventAnswers.AllowAnyOrigin(http.Response);
        var visitor = _visitors.Resolve(http);
        if (http.Request.Headers["X-Debug-Request"] == "true")
        {
            EventAnswers.Debug(http.Response, visitor);
            return;
        }

        // :: Step 1: the body
        RequestBody body;
        try
        {
            body = await RequestBody.ReadAsync(http.Request, _maxBytes);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException and not BadHttpRequestException)
        {
            return; // The client left before it had sent its event.
        }

        if (body.IsTooLarge)
        {
            EventAnswers.TooLarge(http.Response, _maxBytes);
            return;
        }

        // :: Step 2: a request, or all that is wrong with it
        var parsed = body.Parse(ContextOf(http.Request, visitor), static (bytes, context) => EventParser.Parse(bytes, context));
        if (parsed.Errors is { } errors)
        {
            if (_live.IsWatched) _live.Refused(_time.GetUtcNow().UtcDateTime, errors);
            EventAnswers.BadRequest(http.Response, errors);
            return;
        }

        if (parsed.Request!.Domains.Length > MaxDomains)
        {
            // Each may cost a look-up in the cluster.
            EventAnswers.BadRequest(http.Response, ValidationErrors.Of("domain", $"should be at most {MaxDomains} domains"));
            return;
        }

        // :: Step 3: durable, or dropped by a rule. Not given up when the client leaves: its page may be closing, its event is here.
        var outcome = await _ingestion.IngestAsync(parsed.Request, http.Request.Headers);
        if (outcome.IsDurable)
        {
            EventAnswers.Accepted(http.Response, outcome.Drops, outcome.Receipts);
            return;
        }

        _metrics.Unavailable();
        EventAnswers.RetryLater(http.Response);
    }

    // The time is taken when the whole body is here: an event that is sent slowly must not be born long ago.
    private RequestContext ContextOf(HttpRequest request, ResolvedAddress visitor) => new(
        _time.GetUtcNow().UtcDateTime,
        visitor.Address,
        visitor.IpClass,
        request.Headers.UserAgent is { Count: > 0 } agent ? agent.ToString() : null,
        request.Headers["Sec-GPC"] == "1" || request.Headers["DNT"] == "1");
}
