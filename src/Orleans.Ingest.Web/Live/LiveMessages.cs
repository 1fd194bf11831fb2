using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Ingest.Contracts.Live;

namespace Orleans.Ingest.Web.Live;

/// <summary>Reports as server-sent events.</summary>
internal static class LiveMessages
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says that the front end is there, and whether it reaches the cluster.</summary>
    public static ReadOnlyMemory<byte> Beat(bool isReached, DateTimeOffset now) => Message("beat"u8, writer =>
    {
        writer.WriteBoolean("reached", isReached);
        writer.WriteNumber("at", now.ToUnixTimeMilliseconds());
    });

    /// <summary>Says how many messages a slow console has missed.</summary>
    public static ReadOnlyMemory<byte> Missed(int count) => Message("missed"u8, writer => writer.WriteNumber("count", count));

    /// <summary>A report: with <c>log</c> from the log, with the rest from a front end.</summary>
    public static ReadOnlyMemory<byte> Of(LiveReport report) => Message("report"u8, writer =>
    {
        writer.WriteString("source", report.Source);
        writer.WriteNumber("at", Unix(report.At));
        if (report.Log is { } log)
        {
            Write(writer, log);
            return;
        }

        writer.WriteNumber("interval", report.Interval.TotalMilliseconds);
        writer.WriteNumber("waiting", report.Waiting);
        writer.WriteNumber("unshown", report.Unshown);
        writer.WriteStartArray("counts");
        foreach (var count in report.Counts)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(count.Site);
            writer.WriteStringValue(count.Outcome);
            writer.WriteNumberValue(count.Count);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("latency");
        foreach (var step in report.Latency) writer.WriteNumberValue(step);
        writer.WriteEndArray();
        writer.WriteStartArray("events");
        foreach (var shown in report.Events) Write(writer, shown);
        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, LiveLog log)
    {
        writer.WriteStartObject("log");
        writer.WriteNumber("used", log.UsedBytes);
        writer.WriteNumber("max", log.MaxBytes);
        writer.WriteNumber("lag", log.Lag.TotalMilliseconds);
        writer.WriteString("fault", log.Fault);
        writer.WriteStartArray("problems");
        foreach (var problem in log.Problems) writer.WriteStringValue(problem);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, LiveEvent shown)
    {
        writer.WriteStartObject();
        writer.WriteNumber("at", Unix(shown.At));
        writer.WriteString("outcome", shown.Outcome);
        writer.WriteString("site", shown.Site);
        Text("name", shown.Name);
        Text("hostname", shown.Hostname);
        Text("pathname", shown.Pathname);
        Text("source", shown.Source);
        Text("channel", shown.Channel);
        Text("country", shown.Country);
        Text("browser", shown.Browser);
        Text("os", shown.OperatingSystem);
        Text("device", shown.Device);
        Text("props", shown.Props);
        Text("detail", shown.Detail);
        if (shown.Outcome == LiveOutcome.Stored)
        {
            writer.WriteString("visitor", $"{shown.Visitor:x4}");
            writer.WriteNumber("took", Math.Round(shown.Took.TotalMilliseconds, 2));
        }

        if (shown.ScriptVersion > 0) writer.WriteNumber("script", shown.ScriptVersion);
        writer.WriteEndObject();

        void Text(string name, string value)
        {
            if (value.Length > 0) writer.WriteString(name, value);
        }
    }

    private static long Unix(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static ReadOnlyMemory<byte> Message(ReadOnlySpan<byte> kind, Action<Utf8JsonWriter> fields)
    {
        var message = new ArrayBufferWriter<byte>();
        message.Write("event: "u8);
        message.Write(kind);
        // JSON has no line break in it, which would end the event's data.
        message.Write("\ndata: "u8);
        using (var writer = new Utf8JsonWriter(message, Options))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        message.Write("\n\n"u8);
        return message.WrittenMemory;
    }
}
