using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Web.Check;

/// <summary>200 with the decisions, one a domain.</summary>
internal sealed class CheckAnswer(IReadOnlyList<CheckedDomain> decisions) : IResult
{
    // Details hold what sites and pages are called: only what JSON needs is escaped.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, _options);
        writer.WriteStartObject();
        writer.WriteStartArray("decisions");
        foreach (var decision in decisions) Write(writer, decision);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CheckedDomain decision)
    {
        writer.WriteStartObject();
        writer.WriteString("domain", decision.Domain);
        writer.WriteBoolean("accepted", decision.Reason is null);
        if (decision.Reason is { } reason) writer.WriteString("reason", reason.Text());
        writer.WriteStartArray("rules");
        foreach (var (rule, matched, detail) in decision.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("rule", rule.Text());
            writer.WriteBoolean("matched", matched);
            if (detail is not null) writer.WriteString("detail", detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (decision.Hints is { } hints) Write(writer, hints);
        if (decision is { Event: { } stored, Step: { Session: { } session } step }) Write(writer, stored, session, step);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, CheckedHints hints)
    {
        writer.WriteStartObject("client_hints");
        writer.WriteBoolean("read", hints.AreRead);
        writer.WriteStartObject("changes");
        foreach (var (column, from, to) in hints.Changes)
        {
            writer.WriteStartObject(column);
            writer.WriteString("from", from);
            writer.WriteString("to", to);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IngestEvent stored, SessionState session, StepResult step)
    {
        writer.WriteStartObject("event");
        StoredColumns.WriteEvent(writer, stored, session);
        writer.WriteEndObject();
        writer.WriteStartObject("session");
        writer.WriteBoolean("joins_live_session", !step.IsNew);
        StoredColumns.WriteSession(writer, session);
        writer.WriteEndObject();
    }
}
