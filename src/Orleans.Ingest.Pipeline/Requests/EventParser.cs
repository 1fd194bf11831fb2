using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// Reads the body of <c>POST /api/event</c> to a request, or to all that is wrong with it. <see cref="BulkParser"/> does the same for the bulk endpoint.
/// Stop 2 of 8; next: EventIngestion.
/// </summary>
public static class EventParser
{
    private const int MaxUrlBytes = 2000;
    private const int MaxNameCharacters = 120;
    private const int MaxReferrerCharacters = 2000;
    private const byte ScrollDepthMissing = 255;
    private static readonly long TooLongEngagement = (long)TimeSpan.FromDays(30).TotalMilliseconds;

    /// <summary>Reads a body; no body makes it throw.</summary>
    public static ParseResult Parse(ReadOnlySpan<byte> body, RequestContext context) =>
        EventFields.TryRead(body, out var fields) ? Parse(fields, context, new()) : Unreadable();

    /// <summary>A body that is no JSON object.</summary>
    internal static ParseResult Unreadable() => new(null, ValidationErrors.Of("request", "Unable to parse request body as json"));

    /// <summary>Reads the members of an event; <paramref name="errors"/> holds what is wrong with those around it.</summary>
    internal static ParseResult Parse(in EventFields fields, RequestContext context, ValidationErrors errors)
    {
        var hashMode = HashMode(fields, errors);
        var page = Page(fields, hashMode, errors);
        var name = EventName(fields, errors);
        var props = PropsReader.Read(fields, name, page.Pathname);
        if (!PropsReader.FitLimits(props))
            errors.Add("props", "keys should have at most 300 bytes and values 2000 bytes");

        var (scrollDepth, engagementTime) = Engagement(fields, name, errors);
        var domains = Domains(fields, page, errors);
        if (!errors.IsEmpty)
            return new(null, errors);

        var request = new IngestRequest
        {
            Context = context,
            Timestamp = WholeSeconds(context.ReceivedAt),
            EventName = name!,
            Hostname = page.Hostname,
            Pathname = page.Pathname,
            Query = page.Query,
            Referrer = Referrer(fields),
            Domains = domains,
            Props = props,
            Interactive = fields.First(FieldName.I, FieldName.Interactive).Type != JsonTokenType.False,
            TrackerScriptVersion = TrackerScriptVersion(fields),
            ScrollDepth = scrollDepth,
            EngagementTime = engagementTime,
            Revenue = RevenueReader.Read(fields),
        };
        return new(request, null);
    }

    private static PageUrl Page(in EventFields fields, bool hashMode, ValidationErrors errors)
    {
        var url = fields.First(FieldName.U, FieldName.Url);
        if (url.IsNothing)
        {
            errors.Add("url", "is required");
            return PageUrl.Refused;
        }

        var text = url.IsText ? url.Utf8(fields.Json) : default;
        if (!url.IsText || text.Length > MaxUrlBytes)
        {
            errors.Add("url", "must be a valid url");
            return PageUrl.Refused;
        }

        Span<char> chars = stackalloc char[MaxUrlBytes];
        var parts = UrlParts.Of(chars[..Encoding.UTF8.GetChars(text, chars)]);
        if (parts.Scheme.Equals("data", StringComparison.OrdinalIgnoreCase))
        {
            errors.Add("url", "scheme is not allowed");
            return PageUrl.Refused;
        }

        return PageUrl.From(parts, hashMode);
    }

    private static string? EventName(in EventFields fields, ValidationErrors errors)
    {
        var field = fields.First(FieldName.N, FieldName.Name);
        if (field.IsNothing)
        {
            errors.Add("event_name", "can't be blank");
            return null;
        }

        if (!field.IsText && !field.IsInteger(fields.Json))
        {
            errors.Add("event_name", "is invalid");
            return null;
        }

        var name = NameText(field, fields.Json);
        if (string.IsNullOrWhiteSpace(name))
            errors.Add("event_name", "can't be blank");
        else if (!Characters.AtMost(name, MaxNameCharacters))
            errors.Add("event_name", $"should be at most {MaxNameCharacters} character(s)");

        return name;
    }

    private static string NameText(JsonField field, ReadOnlySpan<byte> json)
    {
        // Nearly all events carry one of two names: they share one string.
        var raw = field.Raw(json);
        return raw.SequenceEqual("\"pageview\""u8) ? IngestEvent.PageviewName
            : raw.SequenceEqual("\"engagement\""u8) ? IngestEvent.EngagementName
            : raw.SequenceEqual("-0"u8) ? "0"
            : field.Scalar(json);
    }

    private static bool HashMode(in EventFields fields, ValidationErrors errors)
    {
        var field = fields.First(FieldName.H, FieldName.HashMode);
        if (field.IsNothing)
            return false;

        if (!field.TryInteger(fields.Json, out var mode) || mode is not (0 or 1))
            errors.Add("hash_mode", "is invalid");

        return mode == 1;
    }

    private static (byte ScrollDepth, uint EngagementTime) Engagement(in EventFields fields, string? name, ValidationErrors errors)
    {
        if (name is not (IngestEvent.EngagementName or IngestEvent.PageleaveName))
            return (0, 0);

        var depth = fields[FieldName.Sd].TryInteger(fields.Json, out var percent) && percent >= 0
            ? (byte)Math.Min(percent, 100)
            : ScrollDepthMissing;
        if (name == IngestEvent.PageleaveName)
            return (depth, 0);

        var time = fields[FieldName.E].TryInteger(fields.Json, out var milliseconds) && milliseconds > 0 && milliseconds < TooLongEngagement
            ? (uint)milliseconds
            : 0;
        if (depth == ScrollDepthMissing && time == 0)
            errors.Add("event_name", "engagement event requires a valid integer value for at least one of 'sd' or 'e' fields");

        return (depth, time);
    }

    private static ImmutableArray<string> Domains(in EventFields fields, PageUrl page, ValidationErrors errors)
    {
        var field = fields.First(FieldName.D, FieldName.Domain);
        if (field.IsText)
        {
            var text = RecentTexts.Of(field.Utf8(fields.Json));
            if (!string.IsNullOrWhiteSpace(text))
                return text.Contains(',') ? [.. text.Split(',').Select(Domain)] : [Domain(text)];
        }
        else if (page.HasHost)
        {
            return [page.Hostname];
        }

        errors.Add("domain", "can't be blank");
        return [];
    }

    private static string Domain(string sent) => RecentTexts.Of(UrlParts.WithoutWww(sent.AsSpan().Trim()));

    private static string? Referrer(in EventFields fields)
    {
        var referrer = fields.First(FieldName.R, FieldName.Referrer);
        return referrer.IsText ? Characters.Cut(referrer.Text(fields.Json), MaxReferrerCharacters) : null;
    }

    private static ushort TrackerScriptVersion(in EventFields fields)
    {
        var version = fields[FieldName.V];
        return version.IsInteger(fields.Json) && version.TryInteger(fields.Json, out var number) && number is >= 0 and <= ushort.MaxValue
            ? (ushort)number
            : (ushort)0;
    }

    private static DateTime WholeSeconds(DateTime time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
}
