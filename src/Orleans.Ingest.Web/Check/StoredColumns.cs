using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Web.Check;

/// <summary>
/// Event and session under the names of their columns in <c>events_v2</c> and <c>sessions_v2</c>. Ids of 64 bits are texts, since not every JSON parser reads such a number
/// as it is; the id of a session that does not exist yet is null.
/// </summary>
internal static class StoredColumns
{
    /// <summary>The columns of an event's row: its own, and its session's.</summary>
    public static void WriteEvent(Utf8JsonWriter writer, IngestEvent e, SessionState session)
    {
        WriteTime(writer, "timestamp", e.Timestamp);
        writer.WriteNumber("site_id", e.SiteId);
        WriteVisitor(writer, session);
        writer.WriteString("name", e.Name);
        writer.WriteString("hostname", e.Hostname);
        writer.WriteString("pathname", e.Pathname);
        WriteProps(writer, "meta", e.Props);
        writer.WriteNumber("scroll_depth", e.ScrollDepth);
        writer.WriteNumber("engagement_time", e.EngagementTime);
        writer.WriteNumber("tracker_script_version", e.TrackerScriptVersion);
        writer.WriteNumber("interactive", e.Interactive ? 1 : 0);
        WriteAmount(writer, "revenue_reporting_amount", e.Revenue?.ReportingAmount);
        writer.WriteString("revenue_reporting_currency", e.Revenue?.ReportingCurrency ?? "");
        WriteAmount(writer, "revenue_source_amount", e.Revenue?.SourceAmount);
        writer.WriteString("revenue_source_currency", e.Revenue?.SourceCurrency ?? "");
        WriteVisit(writer, session.Visit);
    }

    /// <summary>The columns of the session's newest row.</summary>
    public static void WriteSession(Utf8JsonWriter writer, SessionState session)
    {
        WriteTime(writer, "start", session.Start);
        writer.WriteNumber("sign", 1);
        WriteVisitor(writer, session);
        writer.WriteNumber("site_id", session.SiteId);
        WriteTime(writer, "timestamp", session.Timestamp);
        writer.WriteNumber("is_bounce", session.IsBounce ? 1 : 0);
        writer.WriteNumber("pageviews", session.Pageviews);
        writer.WriteNumber("events", session.Events);
        writer.WriteNumber("duration", session.Duration);
        writer.WriteString("hostname", session.Hostname);
        writer.WriteString("entry_page", session.EntryPage);
        writer.WriteString("exit_page", session.ExitPage);
        writer.WriteString("exit_page_hostname", session.ExitPageHostname);
        WriteProps(writer, "entry_meta", session.EntryProps);
        WriteVisit(writer, session.Visit);
    }

    private static void WriteVisitor(Utf8JsonWriter writer, SessionState session)
    {
        writer.WriteString("user_id", session.UserId.ToString(CultureInfo.InvariantCulture));
        if (session.SessionId == 0) writer.WriteNull("session_id");
        else writer.WriteString("session_id", session.SessionId.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteVisit(Utf8JsonWriter writer, VisitAttributes visit)
    {
        writer.WriteString("referrer", visit.Referrer);
        writer.WriteString("referrer_source", visit.ReferrerSource);
        writer.WriteString("utm_medium", visit.UtmMedium);
        writer.WriteString("utm_source", visit.UtmSource);
        writer.WriteString("utm_campaign", visit.UtmCampaign);
        writer.WriteString("utm_content", visit.UtmContent);
        writer.WriteString("utm_term", visit.UtmTerm);
        writer.WriteString("click_id_param", visit.ClickIdParam);
        writer.WriteString("acquisition_channel", visit.AcquisitionChannel);
        writer.WriteString("country_code", visit.CountryCode);
        writer.WriteString("subdivision1_code", visit.Subdivision1Code);
        writer.WriteString("subdivision2_code", visit.Subdivision2Code);
        writer.WriteNumber("city_geoname_id", visit.CityGeonameId);
        writer.WriteString("screen_size", visit.ScreenSize);
        writer.WriteString("operating_system", visit.OperatingSystem);
        writer.WriteString("operating_system_version", visit.OperatingSystemVersion);
        writer.WriteString("browser", visit.Browser);
        writer.WriteString("browser_version", visit.BrowserVersion);
    }

    private static void WriteProps(Utf8JsonWriter writer, string column, ImmutableArray<Prop> props)
    {
        writer.WriteStartArray($"{column}.key");
        foreach (var prop in props) writer.WriteStringValue(prop.Key);
        writer.WriteEndArray();
        writer.WriteStartArray($"{column}.value");
        foreach (var prop in props) writer.WriteStringValue(prop.Value);
        writer.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter writer, string column, DateTime time) =>
        writer.WriteString(column, time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    private static void WriteAmount(Utf8JsonWriter writer, string column, decimal? amount)
    {
        if (amount is { } value) writer.WriteNumber(column, value);
        else writer.WriteNull(column);
    }
}
