using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>The columns of an event's own, whether it is stored or only kept. The two lists below belong together.</summary>
internal static class EventColumns
{
    public static readonly IReadOnlyList<RowColumn> Version1 =
    [
        RowColumn.Text("name"), RowColumn.Text("hostname"), RowColumn.Text("pathname"),
        RowColumn.Texts("meta.key"), RowColumn.Texts("meta.value"),
        RowColumn.UInt8("scroll_depth"), RowColumn.UInt32("engagement_time"), RowColumn.UInt16("tracker_script_version"), RowColumn.UInt8("interactive"),
        RowColumn.Amount("revenue_reporting_amount"), RowColumn.Fixed("revenue_reporting_currency", 3),
        RowColumn.Amount("revenue_source_amount"), RowColumn.Fixed("revenue_source_currency", 3),
    ];

    public static void Write(RowBinaryBuffer to, IngestEvent e)
    {
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
    }
}
