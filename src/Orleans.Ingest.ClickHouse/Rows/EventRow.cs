using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>A row of <c>events_v2</c>: what version 1 encodes and in which order. The two lists below belong together.</summary>
internal static class EventRow
{
    public const string Table = "events_v2";

    public static readonly RowLayout Version1 = new(Table, "timestamp",
    [
        RowColumn.UInt64(RowLayout.PositionColumn), RowColumn.Time("timestamp"),
        RowColumn.UInt64("site_id"), RowColumn.UInt64("user_id"), RowColumn.UInt64("session_id"),
        RowColumn.Text("name"), RowColumn.Text("hostname"), RowColumn.Text("pathname"),
        RowColumn.Texts("meta.key"), RowColumn.Texts("meta.value"),
        RowColumn.UInt8("scroll_depth"), RowColumn.UInt32("engagement_time"), RowColumn.UInt16("tracker_script_version"), RowColumn.UInt8("interactive"),
        RowColumn.Amount("revenue_reporting_amount"), RowColumn.Fixed("revenue_reporting_currency", 3),
        RowColumn.Amount("revenue_source_amount"), RowColumn.Fixed("revenue_source_currency", 3),
        .. VisitColumns.Version1,
    ]);

    public static void Write(RowBinaryBuffer to, IngestEvent e, SessionState session, uint indexInChunk)
    {
        to.UInt64(indexInChunk);
        to.DateTime(e.Timestamp);
        to.UInt64(e.SiteId);
        to.UInt64(session.UserId);
        to.UInt64(session.SessionId);
        to.String(e.Name);
        to.String(e.Hostname);
        to.String(e.Pathname);
        PropColumns.Write(to, e.Props);
        to.Byte(e.ScrollDepth);
        to.UInt32(e.EngagementTime);
        to.UInt16(e.TrackerScriptVersion);
        to.Byte(e.Interactive);
        to.NullableAmount(e.Revenue?.ReportingAmount);
        to.FixedString(e.Revenue?.ReportingCurrency ?? "", 3);
        to.NullableAmount(e.Revenue?.SourceAmount);
        to.FixedString(e.Revenue?.SourceCurrency ?? "", 3);
        VisitColumns.Write(to, session.Visit);
    }
}
