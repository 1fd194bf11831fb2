using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using static Orleans.Ingest.ClickHouse.Connections.ResultRows;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>Rows of the tables read back as what they were made from.</summary>
internal static class StoredRows
{
    /// <summary>What <see cref="VisitOf"/> reads.</summary>
    internal static readonly string VisitColumnsSelected = string.Join(", ", VisitColumns.Version1.Select(Selected));

    /// <summary>What <see cref="EventOf"/> reads.</summary>
    public static readonly string EventColumns =
        $"{RowLayout.PositionColumn}, session_id, user_id, toUnixTimestamp(timestamp), toString(name), hostname, pathname, `meta.key`, `meta.value`, interactive, {VisitColumnsSelected}";

    /// <summary>What <see cref="SessionOf"/> reads.</summary>
    public static readonly string SessionColumns =
        $"session_id, user_id, toUnixTimestamp(start), toUnixTimestamp(timestamp), is_bounce, pageviews, events, duration, hostname, entry_page, exit_page, exit_page_hostname, `entry_meta.key`, `entry_meta.value`, {VisitColumnsSelected}";

    /// <summary>An event's row; without what its visit does not depend on.</summary>
    public static StoredEvent EventOf(object[] row, ulong site) => new(Number(row[0]), Number(row[1]), new()
    {
        SiteId = site,
        UserId = Number(row[2]),
        Timestamp = Time(row[3]),
        Name = (string)row[4],
        Hostname = (string)row[5],
        Pathname = (string)row[6],
        Props = PropsOf(row[7], row[8]),
        Interactive = Number(row[9]) != 0,
        Visit = VisitOf(row.AsSpan(10)),
    });

    /// <summary>A session's row. It does not say when engagement last kept the session alive.</summary>
    public static SessionState SessionOf(object[] row, ulong site) => new()
    {
        SiteId = site,
        SessionId = Number(row[0]),
        UserId = Number(row[1]),
        Start = Time(row[2]),
        Timestamp = Time(row[3]),
        LastActivity = Time(row[3]),
        IsBounce = Number(row[4]) != 0,
        Pageviews = Convert.ToInt32(row[5], CultureInfo.InvariantCulture),
        Events = Convert.ToInt32(row[6], CultureInfo.InvariantCulture),
        Duration = Convert.ToUInt32(row[7], CultureInfo.InvariantCulture),
        Hostname = (string)row[8],
        EntryPage = (string)row[9],
        ExitPage = (string)row[10],
        ExitPageHostname = (string)row[11],
        EntryProps = PropsOf(row[12], row[13]),
        Visit = VisitOf(row.AsSpan(14)),
    };

    /// <summary>The columns that an event has from its session: each one's name, and what it is now as a value of the kind that <see cref="VisitLiterals"/> gives.</summary>
    public static readonly IReadOnlyList<(string Name, string Now)> ColumnsOfVisit = [("session_id", "session_id"), .. VisitColumns.Version1.Select(column => (column.Name, Selected(column)))];

    /// <summary>A session's values of <see cref="ColumnsOfVisit"/>, as literals.</summary>
    public static string[] VisitLiterals(SessionState session) => [session.SessionId.ToString(CultureInfo.InvariantCulture), .. ValuesOf(session.Visit).Select(Literal)];

    private static string Selected(RowColumn column) => column.Form switch
    {
        WireForm.String => $"toString({column.Name})",
        WireForm.Fixed when column.Type.StartsWith("FixedString", StringComparison.Ordinal) => $"toStringCutToZero({column.Name})",
        _ => column.Name,
    };

    /// <summary>A text as a literal.</summary>
    public static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Literal(object value) => value is string text
        ? Quoted(text)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    // In the order of VisitColumns, as the row below it.
    private static object[] ValuesOf(VisitAttributes visit) =>
    [
        visit.Referrer, visit.ReferrerSource, visit.UtmMedium, visit.UtmSource, visit.UtmCampaign, visit.UtmContent, visit.UtmTerm, visit.ClickIdParam, visit.AcquisitionChannel,
        visit.CountryCode, visit.Subdivision1Code, visit.Subdivision2Code, visit.CityGeonameId, visit.ScreenSize, visit.OperatingSystem, visit.OperatingSystemVersion, visit.Browser, visit.BrowserVersion,
    ];

    /// <summary>The attributes of a visit.</summary>
    public static VisitAttributes VisitOf(ReadOnlySpan<object> row) => new()
    {
        Referrer = (string)row[0],
        ReferrerSource = (string)row[1],
        UtmMedium = (string)row[2],
        UtmSource = (string)row[3],
        UtmCampaign = (string)row[4],
        UtmContent = (string)row[5],
        UtmTerm = (string)row[6],
        ClickIdParam = (string)row[7],
        AcquisitionChannel = (string)row[8],
        CountryCode = (string)row[9],
        Subdivision1Code = (string)row[10],
        Subdivision2Code = (string)row[11],
        CityGeonameId = Convert.ToUInt32(row[12], CultureInfo.InvariantCulture),
        ScreenSize = (string)row[13],
        OperatingSystem = (string)row[14],
        OperatingSystemVersion = (string)row[15],
        Browser = (string)row[16],
        BrowserVersion = (string)row[17],
    };

    /// <summary>Custom properties, of their two columns.</summary>
    public static ImmutableArray<Prop> PropsOf(object keys, object values) => [.. ((string[])keys).Zip((string[])values, (key, value) => new Prop(key, value))];
}
