using System.Collections.Immutable;
using System.Globalization;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.ClickHouse.Deletion;

/// <summary>
/// Deletes rows of <c>events_v2</c> and <c>sessions_v2</c>, and dropped events that are kept, by mutations, which rewrite the parts: a lightweight delete would only hide the rows until some later merge.
/// A deletion's mutations carry its number, so that it is begun once, whatever dies, and its end is seen in <c>system.mutations</c>.
/// </summary>
public sealed class SiteDataDeletion(ClickHouseConnections connections, ClickHouseSchema schema, TableMutations mutations)
{
    /// <summary>Sessions that one statement names: a replicated table keeps each statement in its Keeper, which takes a megabyte.</summary>
    private const int SessionsAtOnce = 20_000;

    private const string WholeMark = "whole";

    /// <summary>In the text of every mutation of a deletion.</summary>
    internal const string Mark = "ingest deletion";

    /// <summary>As long as a visitor's snapshot lives: after that no event joins his session.</summary>
    private static readonly TimeSpan _snapshotsLive = TimeSpan.FromMinutes(95);

    /// <summary>From the first to the last event of the longest visit, and its snapshot's life.</summary>
    private static readonly TimeSpan _visitsLive = TimeSpan.FromHours(50);

    private static readonly QueryOptions _longStatement = new() { CustomSettings = new Dictionary<string, object> { ["max_query_size"] = 16 << 20, ["mutations_sync"] = 0 } };

    /// <summary>Visitors of the selection who had an event so lately that the next one might join it.</summary>
    /// <param name="deletion">The deletion.</param>
    /// <param name="now">The time, UTC.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<ImmutableArray<ulong>> RecentVisitorsAsync(DataDeletion deletion, DateTime now, CancellationToken cancellationToken)
    {
        var tables = await schema.ReadyAsync(cancellationToken);
        var condition = ConditionOf(deletion, tables);
        var recent = Since(tables.Events, "timestamp", now - _snapshotsLive);
        return await NumbersAsync(
            $"""
            SELECT DISTINCT user_id FROM {tables.Events.Name} WHERE {condition.OfWhom} AND {recent} AND session_id IN
                (SELECT session_id FROM {tables.Sessions.Name} WHERE {condition.InTime("start")} AND {Since(tables.Sessions, "start", now - _visitsLive)})
            UNION DISTINCT
            SELECT DISTINCT user_id FROM {tables.Events.Name} WHERE {condition.InTime("timestamp")} AND {recent}
            """, cancellationToken);
    }

    /// <summary>
    /// When its task completes, ClickHouse has been told to delete the selection, and goes on by itself. Told again of the same deletion, it does nothing.
    /// Nothing of the selection may still be on its way to ClickHouse.
    /// </summary>
    /// <returns>What is deleted; null when it had been told before.</returns>
    public async Task<SelectedRows?> BeginAsync(DataDeletion deletion, CancellationToken cancellationToken)
    {
        var (tables, number) = (await schema.ReadyAsync(cancellationToken), deletion.Id);
        if (await NumberAsync($"SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = '{tables.Sessions.Name}' AND position(command, '{MarkOf(number, WholeMark)}') > 0", cancellationToken) > 0) return null;
        await DeleteAsync(QuarantineRow.Table, KeptOf(deletion), MarkOf(number, "quarantine"), cancellationToken);
        var condition = ConditionOf(deletion, tables);
        var lately = Since(tables.Sessions, "start", deletion.RequestedAt - _visitsLive);
        var straddlers = condition.Straddlers(tables.Events.Name, tables.Sessions.Name, lately) is { Length: > 0 } sql ? await NumbersAsync(sql, cancellationToken) : [];
        string[] whole = [.. straddlers.Chunk(SessionsAtOnce).Select(some => $"{condition.OfWhom} AND session_id IN ({string.Join(',', some)})")];
        var found = await CountAsync(tables, condition.InTime("timestamp"), condition.InTime("start"), cancellationToken);
        foreach (var named in whole)
            found = Sum(found, await CountAsync(tables, $"{named} AND NOT ({condition.InTime("timestamp")})", $"{named} AND NOT ({condition.InTime("start")})", cancellationToken));
        if (found == default) return found;
        await CountDeletedAsync(tables, number, condition, straddlers, cancellationToken);

        // Whole sessions first: once the rows in the time are gone, nothing tells which sessions straddled its bounds.
        foreach (var named in whole)
        {
            await DeleteAsync(tables.Events.Name, named, MarkOf(number, "straddlers"), cancellationToken);
            await DeleteAsync(tables.Sessions.Name, named, MarkOf(number, "straddlers"), cancellationToken);
        }

        await DeleteAsync(tables.Events.Name, condition.InTime("timestamp"), MarkOf(number, WholeMark), cancellationToken);
        await DeleteAsync(tables.Sessions.Name, condition.InTime("start"), MarkOf(number, WholeMark), cancellationToken);
        return found;
    }

    /// <summary>How far it is.</summary>
    public Task<MutationState> StateAsync(long number, CancellationToken cancellationToken) => mutations.StateAsync(MarkOf(number, ""), cancellationToken);

    private static DeletionCondition ConditionOf(DataDeletion deletion, TargetTables tables)
    {
        var selection = deletion.Selection;
        if (tables.Events.HasPosition && tables.Sessions.HasPosition) return new(selection, Before(deletion.Before));
        // Without positions the time must tell what came later; its seconds are whole.
        var end = deletion.RequestedAt.AddSeconds(1);
        return new(selection.Until < end ? selection : selection with { Until = end }, "");
    }

    /// <summary>Dropped events that are kept: whole visits are none of theirs.</summary>
    private static string KeptOf(DataDeletion deletion)
    {
        var selection = deletion.Selection;
        string[] conditions =
        [
            string.Create(CultureInfo.InvariantCulture, $"site_id = {selection.SiteId} AND received_at <= toDateTime({UnixSeconds.Of(deletion.RequestedAt)})"),
            selection.From is { } from ? string.Create(CultureInfo.InvariantCulture, $" AND timestamp >= toDateTime({UnixSeconds.Of(from)})") : "",
            selection.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" AND timestamp < toDateTime({UnixSeconds.Of(until)})") : "",
            selection.UserId is { } user ? string.Create(CultureInfo.InvariantCulture, $" AND (user_id = {user} OR previous_user_id = {user})") : "",
        ];
        return string.Concat(conditions);
    }

    private static string Before(ImmutableArray<ulong> ends) => ends.Length == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{RowLayout.PositionColumn} < {ends[0]}")
        // Rows of queues that this log has not are older than it.
        : string.Create(CultureInfo.InvariantCulture, $"({RowLayout.PositionColumn} % {IngestPosition.MaxQueues} >= {ends.Length} OR {RowLayout.PositionColumn} < arrayElement([{string.Join(',', ends)}], ({RowLayout.PositionColumn} % {IngestPosition.MaxQueues}) + 1))");

    private static string MarkOf(long number, string part) => string.Create(CultureInfo.InvariantCulture, $"{Mark} {number} {part}");

    /// <summary>Where a table has no positions, the time of its rows must do: an import of old events is not seen as recent then.</summary>
    private static string Since(RowTarget table, string timeColumn, DateTime at) => table.HasPosition
        ? string.Create(CultureInfo.InvariantCulture, $"{RowLayout.PositionColumn} >= {IngestPosition.Of((ulong)((at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond), 0)}")
        : string.Create(CultureInfo.InvariantCulture, $"{timeColumn} >= toDateTime({UnixSeconds.Of(at)})");

    private static SelectedRows Sum(SelectedRows one, SelectedRows other) => new(one.Events + other.Events, one.Visits + other.Visits);

    private async Task<SelectedRows> CountAsync(TargetTables tables, string events, string sessions, CancellationToken cancellationToken) => new(
        await NumberAsync($"SELECT count() FROM {tables.Events.Name} WHERE {events}", cancellationToken),
        await NumberAsync($"SELECT uniqExact(session_id) FROM {tables.Sessions.Name} WHERE {sessions}", cancellationToken));

    /// <summary>
    /// Writes down how many events of each minute are deleted, so that the books still balance; once, for the rows of a deletion carry its number. Before the first row goes: afterwards
    /// nothing tells.
    /// </summary>
    private async Task CountDeletedAsync(TargetTables tables, long number, DeletionCondition condition, ImmutableArray<ulong> straddlers, CancellationToken cancellationToken)
    {
        if (!tables.Events.HasPosition) return;
        var name = string.Create(CultureInfo.InvariantCulture, $"({Mark} {number})");
        if (await NumberAsync($"SELECT count() FROM {tables.Counters.Name} WHERE metric = '{CounterRow.Deleted}' AND domain = '{name}'", cancellationToken) > 0) return;
        var ids = straddlers.IsEmpty ? "" : $" OR ({condition.OfWhom} AND session_id IN ({string.Join(',', straddlers)}))";
        var client = await connections.GetAsync(cancellationToken);
        await client.ExecuteNonQueryAsync(
            $"""
            INSERT INTO {tables.Counters.Name} (event_timebucket, metric, site_id, domain, tracker_script_version, value)
            SELECT toStartOfMinute(timestamp) AS minute, '{CounterRow.Deleted}', site_id, '{name}', 0, count() FROM {tables.Events.Name}
            WHERE (({condition.InTime("timestamp")}){ids}) AND {RowLayout.PositionColumn} > 0 GROUP BY minute, site_id
            """, options: _longStatement, cancellationToken: cancellationToken);
    }

    private async Task DeleteAsync(string table, string condition, string mark, CancellationToken cancellationToken)
    {
        var client = await connections.GetAsync(cancellationToken);
        await client.ExecuteNonQueryAsync($"ALTER TABLE {table} DELETE WHERE {condition} AND '{mark}' != ''", options: _longStatement, cancellationToken: cancellationToken);
    }

    private async Task<ulong> NumberAsync(string sql, CancellationToken cancellationToken)
    {
        var client = await connections.GetAsync(cancellationToken);
        return Convert.ToUInt64(await client.ExecuteScalarAsync(sql, options: _longStatement, cancellationToken: cancellationToken), CultureInfo.InvariantCulture);
    }

    private async Task<ImmutableArray<ulong>> NumbersAsync(string sql, CancellationToken cancellationToken) =>
        [.. await connections.RowsAsync(sql, row => ResultRows.Number(row[0]), options: null, cancellationToken)];
}
