using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Events;

/// <summary>Writes the answers of the events endpoint; what is sent often is made once.</summary>
internal static class EventAnswers
{
    /// <summary>How many events of the request were dropped.</summary>
    public const string DroppedHeader = "x-plausible-dropped";
    /// <summary>Why, one reason a dropped domain, in the order of the domains.</summary>
    public const string ReasonHeader = "x-ingest-drop-reason";
    /// <summary>What tells later what became of the events, one a domain, in the order of the domains.</summary>
    public const string ReceiptHeader = "x-ingest-receipt";

    private static readonly StringValues Text = "text/plain; charset=utf-8";
    private static readonly StringValues Json = "application/json; charset=utf-8";
    private static readonly StringValues AnyOrigin = "*";
    private static readonly StringValues Exposed = $"{DroppedHeader}, {ReasonHeader}, {ReceiptHeader}";
    private static readonly StringValues Methods = "POST, OPTIONS";
    private static readonly StringValues AllowedHeaders = "Content-Type, X-Debug-Request, *";
    private static readonly StringValues Day = "86400";
    private static readonly StringValues One = "1";

    public static void AllowAnyOrigin(HttpResponse response)
    {
        response.Headers.AccessControlAllowOrigin = AnyOrigin;
        response.Headers.AccessControlExposeHeaders = Exposed;
    }

    public static Task Preflight(HttpContext http)
    {
        AllowAnyOrigin(http.Response);
        http.Response.Headers.AccessControlAllowMethods = Methods;
        http.Response.Headers.AccessControlAllowHeaders = AllowedHeaders;
        http.Response.Headers.AccessControlMaxAge = Day;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static void Accepted(HttpResponse response, ImmutableArray<DropReason> drops, string? receipts)
    {
        response.Headers[ReceiptHeader] = receipts;
        if (!drops.IsEmpty)
        {
            response.Headers[DroppedHeader] = drops.Length == 1 ? One : drops.Length.ToString(CultureInfo.InvariantCulture);
            response.Headers[ReasonHeader] = drops.Length == 1 ? drops[0].Text() : string.Join(',', drops.Select(DropReasons.Text));
        }

        Write(response, StatusCodes.Status202Accepted, Text, "ok"u8);
    }

    public static void BadRequest(HttpResponse response, ValidationErrors errors) => Refused(response, StatusCodes.Status400BadRequest, errors);

    public static void TooLarge(HttpResponse response, int maxBytes) =>
        Refused(response, StatusCodes.Status413PayloadTooLarge, ValidationErrors.Of("request", $"should be at most {maxBytes} bytes"));

    public static void RetryLater(HttpResponse response)
    {
        response.Headers.RetryAfter = One;
        Write(response, StatusCodes.Status503ServiceUnavailable, Text, "The event could not be made durable. Nothing is known to be recorded: send it again.\n"u8);
    }

    public static void Debug(HttpResponse response, in ResolvedAddress visitor) =>
        Write(response, StatusCodes.Status200OK, Text, Encoding.UTF8.GetBytes($"{visitor.Address}\n{visitor.Explain()}\n"));

    private static void Refused(HttpResponse response, int status, ValidationErrors errors)
    {
        var body = new ArrayBufferWriter<byte>();
        errors.WriteTo(body);
        Write(response, status, Json, body.WrittenSpan);
    }

    private static void Write(HttpResponse response, int status, StringValues contentType, ReadOnlySpan<byte> body)
    {
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.ContentLength = body.Length;
        // Into the connection's own buffer; it is flushed when the request ends.
        response.BodyWriter.Write(body);
    }
}
