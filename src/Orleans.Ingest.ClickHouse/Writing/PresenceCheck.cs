using System.Globalization;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// Asks whether a group's rows of one partition are already there. Its block is one part, so one row of it is all of it. A later position of the queue
/// says so too: that group was handed out only after this one was committed, and merges may have cancelled this one's session rows since.
/// </summary>
internal static class PresenceCheck
{
    // A handful of granules at most: threads would cost more than they save.
    private static readonly QueryOptions OneThread = new() { CustomSettings = new Dictionary<string, object> { ["max_threads"] = 1 } };

    public static async Task<bool> IsThereAsync(ClickHouseClient client, TargetTables tables, RowTarget table, GroupRows group, int month, CancellationToken cancellationToken)
    {
        if (!table.HasPosition)
        {
            return false;
        }

        var found = await client.ExecuteScalarAsync(Sql(tables.Events, table, group, month), options: OneThread, cancellationToken: cancellationToken);
        return Convert.ToUInt64(found, CultureInfo.InvariantCulture) > 0;
    }

    private static string Sql(RowTarget events, RowTarget table, GroupRows group, int month)
    {
        var inPartition = $"{RowLayout.PositionColumn} BETWEEN {group.First} AND {group.Last} AND {InMonth(table.Layout.TimeColumn, month)}";
        var later = $"{RowLayout.PositionColumn} > {group.Last}";
        if (table == events)
        {
            return $"SELECT {AnyRow(table, group.Queue, $"({later} OR {inPartition})")}";
        }

        return $"SELECT {AnyRow(table, group.Queue, inPartition)} + {(events.HasPosition ? AnyRow(events, group.Queue, later) : "0")}";
    }

    // By the times that the month has in UTC: toYYYYMM would go by the server's time zone.
    private static string InMonth(string column, int month)
    {
        var start = new DateTime(month / 100, month % 100, 1, 0, 0, 0, DateTimeKind.Utc);
        return $"{column} BETWEEN toDateTime({UnixSeconds.Of(start)}) AND toDateTime({UnixSeconds.Of(start.AddMonths(1)) - 1})";
    }

    private static string AnyRow(RowTarget table, int queue, string condition) =>
        $"(SELECT count() FROM (SELECT 1 FROM {table.Name} WHERE {condition} AND {RowLayout.PositionColumn} % {IngestPosition.MaxQueues} = {queue} LIMIT 1))";
}
