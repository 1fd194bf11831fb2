using System.Collections.Immutable;
using System.Globalization;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;

namespace Orleans.Ingest.ClickHouse.Queries;

/// <summary>The few things the service asks ClickHouse: is it there, which is it, what does it hold.</summary>
public sealed class ClickHouseQueries(ClickHouseConnections connections, ClickHouseSchema schema)
{
    /// <summary>True when ClickHouse answers a statement; never throws for one that does not.</summary>
    public async Task<bool> PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await NumberAsync("SELECT 1", cancellationToken) == 1;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The server's version, such as <c>26.7.2.1</c>.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken) =>
        (string)await ScalarAsync("SELECT version()", cancellationToken);

    /// <summary>The server's clock, UTC.</summary>
    public async Task<DateTime> ClockAsync(CancellationToken cancellationToken) =>
        DateTime.UnixEpoch.AddMilliseconds(await NumberAsync("SELECT toUInt64(toUnixTimestamp64Milli(now64(3)))", cancellationToken));

    /// <summary>Those of some sites of which there is an event. Each is a look at the primary key that ends at the first row, however large the table is.</summary>
    public async Task<ImmutableArray<ulong>> SitesWithEventsAsync(IReadOnlyCollection<ulong> sites, CancellationToken cancellationToken)
    {
        if (sites.Count == 0) return [];
        var target = await schema.ReadyAsync(cancellationToken);
        var firsts = string.Join(" UNION ALL ", sites.Select(site => $"SELECT site_id FROM (SELECT site_id FROM {target.Events.Name} WHERE site_id = {site} LIMIT 1)"));
        var found = (string)await ScalarAsync($"SELECT arrayStringConcat(groupArray(toString(site_id)), ',') FROM ({firsts})", cancellationToken);
        return [.. found.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => ulong.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>Rows of a table.</summary>
    /// <param name="table">Its name, trusted.</param>
    /// <param name="condition">A trusted SQL condition; null counts all.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public Task<ulong> CountAsync(string table, string? condition, CancellationToken cancellationToken) =>
        NumberAsync($"SELECT count() FROM {table} WHERE {condition ?? "1"}", cancellationToken);

    /// <summary>
    /// True when the tables hold a position of this queue at or above the one its log would give next: the log is not the one that these tables were
    /// written from, and its events would be taken for ones that are already there. False, too, for tables without positions.
    /// </summary>
    public async Task<bool> HoldsPositionAsync(int queue, ulong next, CancellationToken cancellationToken)
    {
        var target = await schema.ReadyAsync(cancellationToken);
        foreach (var table in new[] { target.Events, target.Sessions })
        {
            if (table.HasPosition && await NumberAsync(
                $"SELECT count() FROM (SELECT 1 FROM {table.Name} WHERE {RowLayout.PositionColumn} >= {next} AND {RowLayout.PositionColumn} % {IngestPosition.MaxQueues} = {queue} LIMIT 1)",
                cancellationToken) > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The newest canary of a front end: when it was sent, and when its row was inserted (UTC); null when there is none.</summary>
    public async Task<(DateTime SentAt, DateTime ArrivedAt)?> LastCanaryAsync(ulong frontEnd, CancellationToken cancellationToken)
    {
        await schema.ReadyAsync(cancellationToken);
        var found = (string)await ScalarAsync(
            $"SELECT arrayStringConcat(groupArray(concat(toString(toUnixTimestamp64Milli(sent_at)), ' ', toString(toUnixTimestamp64Milli(arrived_at)))), '') FROM (SELECT sent_at, arrived_at FROM {CanaryRow.Table} WHERE front_end = {frontEnd} ORDER BY sent_at DESC LIMIT 1)",
            cancellationToken);
        return found.Split(' ') is [var sent, var arrived] ? (Milliseconds(sent), Milliseconds(arrived)) : null;
    }

    /// <summary>Whether the event of a position has a row; null when its table has no positions.</summary>
    public async Task<bool?> HasEventAsync(ulong position, CancellationToken cancellationToken)
    {
        var target = await schema.ReadyAsync(cancellationToken);
        if (!target.Events.HasPosition) return null;
        return await NumberAsync($"SELECT count() FROM (SELECT 1 FROM {target.Events.Name} WHERE {RowLayout.PositionColumn} = {position} LIMIT 1)", cancellationToken) > 0;
    }

    private static DateTime Milliseconds(string text) => DateTime.UnixEpoch.AddMilliseconds(long.Parse(text, CultureInfo.InvariantCulture));

    private async Task<ulong> NumberAsync(string sql, CancellationToken cancellationToken) =>
        Convert.ToUInt64(await ScalarAsync(sql, cancellationToken), CultureInfo.InvariantCulture);

    private async Task<object> ScalarAsync(string sql, CancellationToken cancellationToken)
    {
        var client = await connections.GetAsync(cancellationToken);
        return await client.ExecuteScalarAsync(sql, cancellationToken: cancellationToken);
    }
}
