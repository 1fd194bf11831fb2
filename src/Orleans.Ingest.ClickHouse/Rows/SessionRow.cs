using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>A row of <c>sessions_v2</c>: what version 1 encodes and in which order. The two lists below belong together.</summary>
internal static class SessionRow
{
    public const string Table = "sessions_v2";

    /// <summary>Where the sign stands in a row.</summary>
    public const int SignOffset = RowLayout.HeaderSize;

    /// <summary>Where the session's id stands in a row.</summary>
    public const int IdOffset = SignOffset + 1;

    public static readonly RowLayout Version1 = new(Table, "start",
    [
        RowColumn.UInt64(RowLayout.PositionColumn), RowColumn.Time("start"),
        RowColumn.Int8("sign"), RowColumn.UInt64("session_id"), RowColumn.UInt64("site_id"), RowColumn.UInt64("user_id"),
        RowColumn.Time("timestamp"), RowColumn.UInt8("is_bounce"), RowColumn.Int32("pageviews"), RowColumn.Int32("events"), RowColumn.UInt32("duration"),
        RowColumn.Text("hostname"), RowColumn.Text("entry_page"), RowColumn.Text("exit_page"), RowColumn.Text("exit_page_hostname"),
        RowColumn.Texts("entry_meta.key"), RowColumn.Texts("entry_meta.value"),
        .. VisitColumns.Version1,
    ]);

    public static void Write(RowBinaryBuffer to, sbyte sign, SessionState session)
    {
        to.UInt64(0);   // the index of the chunk's last event, known when the chunk is complete
        to.DateTime(session.Start);
        to.Byte(sign);
        to.UInt64(session.SessionId);
        to.UInt64(session.SiteId);
        to.UInt64(session.UserId);
        to.DateTime(session.Timestamp);
        to.Byte(session.IsBounce);
        to.Int32(session.Pageviews);
        to.Int32(session.Events);
        to.UInt32(session.Duration);
        to.String(session.Hostname);
        to.String(session.EntryPage);
        to.String(session.ExitPage);
        to.String(session.ExitPageHostname);
        PropColumns.Write(to, session.EntryProps);
        VisitColumns.Write(to, session.Visit);
    }
}
