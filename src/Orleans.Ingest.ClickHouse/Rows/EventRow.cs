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
        .. EventColumns.Version1, .. VisitColumns.Version1,
    ]);

    public static void Write(RowBinaryBuffer to, IngestEvent e, SessionState session, uint indexInChunk)
    {
        to.UInt64(indexInChunk);
        to.DateTime(e.Timestamp);
        to.UInt64(e.SiteId);
        to.UInt64(session.UserId);
        to.UInt64(session.SessionId);
        EventColumns.Write(to, e);
        VisitColumns.Write(to, session.Visit);
    }
}
