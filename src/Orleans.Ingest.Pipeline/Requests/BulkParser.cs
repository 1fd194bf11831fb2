using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Ingest.Pipeline.Requests;

/// <summary>
/// Reads one object of the bulk endpoint: an event as <see cref="EventParser"/> reads it, with <c>timestamp</c>, <c>ip</c>, <c>user_agent</c> and <c>id</c>
/// in the place of what a browser's request says by itself (contract, section 7).
/// </summary>
public static class BulkParser
{
    /// <summary>How old an event may be, unless it is imported.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    /// <summary>Clocks differ: a time that is this little ahead is taken for now.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of a client's own id.</summary>
    public const int MaxIdBytes = 200;

    private const int MaxUserAgentBytes = 8192;

    // What ClickHouse's DateTime can hold begins here.
    private static readonly DateTime _earliest = DateTime.UnixEpoch.AddDays(1);

    /// <summary>Reads an object; none makes it throw.</summary>
    /// <param name="json">The object.</param>
    /// <param name="now">When the request arrived, UTC.</param>
    /// <param name="backdate">True for an import, which may hold events of any age.</param>
    /// <param name="classes">Finds the class of an address.</param>
    public static BulkEvent Parse(ReadOnlySpan<byte> json, DateTime now, bool backdate, IIpClassifier classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (!EventFields.TryRead(json, out var fields))
            return new(EventParser.Unreadable(), null);

        var errors = new ValidationErrors();
        var at = Timestamp(fields, now, backdate, errors);
        var address = Address(fields, errors);
        var id = Id(fields, errors);
        var context = new RequestContext(at, address, address is null ? IpClass.None : classes.ClassOf(address), UserAgent(fields, errors), OptedOut: false);
        return new(EventParser.Parse(fields, context, errors), id);
    }

    private static DateTime Timestamp(in EventFields fields, DateTime now, bool backdate, ValidationErrors errors)
    {
        var field = fields[FieldName.Timestamp];
        if (field.IsNothing)
            return now;

        if (!TryTime(field, fields.Json, out var at))
            errors.Add("timestamp", "must be a time in ISO 8601 or milliseconds since 1970");
        else if (at > now + MaxAhead)
            errors.Add("timestamp", "must not be in the future");
        else if (at < _earliest || (!backdate && at < now - MaxAge))
            errors.Add("timestamp", $"must be at most {MaxAge.TotalDays} days old");
        else
            return at > now ? now : at;

        return now;
    }

    private static bool TryTime(JsonField field, ReadOnlySpan<byte> json, out DateTime at)
    {
        at = default;
        if (field.IsInteger(json))
        {
            if (!field.TryInteger(json, out var milliseconds) || milliseconds is < 0 or > 253_402_300_799_999)
                return false;

            at = DateTime.UnixEpoch.AddMilliseconds(milliseconds);
            return true;
        }

        // A time without a zone is UTC, as all times here are.
        if (!field.IsText || !DateTime.TryParse(field.Text(json), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at))
            return false;

        return char.IsAsciiDigit((char)field.Utf8(json)[0]);
    }

    private static IPAddress? Address(in EventFields fields, ValidationErrors errors)
    {
        var field = fields[FieldName.Ip];
        if (field.IsNothing)
            return null;

        if (field.IsText && AddressText.TryParseWithPort(field.Text(fields.Json), out var address))
            return address;

        errors.Add("ip", "must be an IP address");
        return null;
    }

    private static string? UserAgent(in EventFields fields, ValidationErrors errors)
    {
        var field = fields[FieldName.UserAgent];
        if (field.IsNothing)
            return null;

        if (field.IsText && field.Length <= MaxUserAgentBytes)
            return RecentTexts.Of(field.Utf8(fields.Json));

        errors.Add("user_agent", $"must be a text of at most {MaxUserAgentBytes} bytes");
        return null;
    }

    private static string? Id(in EventFields fields, ValidationErrors errors)
    {
        var field = fields[FieldName.Id];
        if (field.IsNothing)
            return null;

        if (field.IsText || field.IsInteger(fields.Json))
        {
            var id = field.Scalar(fields.Json);
            if (id.Length > 0 && Encoding.UTF8.GetByteCount(id) <= MaxIdBytes)
                return id;
        }

        errors.Add("id", $"must be a text or an integer of 1 to {MaxIdBytes} bytes");
        return null;
    }
}
