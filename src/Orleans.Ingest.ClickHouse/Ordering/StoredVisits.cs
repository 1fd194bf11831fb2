using System.Collections.Immutable;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Sessions;
using static Orleans.Ingest.ClickHouse.Connections.ResultRows;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>
/// Visits as they are stored, for events that came late: which visitors have such events, how their visits lie, and the statement that gives event rows another session.
/// Session rows are not changed here: they go through the log, like all others.
/// </summary>
public sealed class StoredVisits(ClickHouseConnections connections, ClickHouseSchema schema, TableMutations mutations)
{
    /// <summary>In the text of every mutation that moves events to another session.</summary>
    internal const string Mark = "ingest order";

    /// <summary>Events of a visitor that are looked at; whoever has more in two days is no visitor, and is left as he is.</summary>
    private const int MostEvents = 20_000;

    /// <summary>Longer than a visit. Whoever is there for longer is left as he is: his rows and events do not add up within it.</summary>
    private static readonly TimeSpan _around = TimeSpan.FromHours(24);

    private static readonly QueryOptions _options = new()
    {
        CustomSettings = new Dictionary<string, object> { ["max_query_size"] = 16 << 20, ["mutations_sync"] = 0, ["max_threads"] = 1 },
    };

    /// <summary>
    /// Visitors with events in a part of the log that were older than <see cref="SessionStep.LateAfter"/> when they came. Null when the tables have not the columns of this
    /// service (Plausible's own): visits are left as they are there.
    /// </summary>
    public async Task<ImmutableArray<LateVisitor>?> LateAsync(PositionRange range, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        var tables = await schema.ReadyAsync(cancellationToken);
        if (!tables.AreOurs) return null;
        var appended = $"intDiv({RowLayout.PositionColumn}, {IngestPosition.MaxQueues}000000)";
        return
        [
            .. await connections.RowsAsync(
                $"""
                SELECT site_id, user_id, toUnixTimestamp(min(timestamp)), toUnixTimestamp(max(timestamp)) FROM {tables.Events.Name}
                WHERE {range.Condition} AND toUInt64(toUnixTimestamp(timestamp)) + {(int)SessionStep.LateAfter.TotalSeconds} < {appended} GROUP BY site_id, user_id
                """,
                row => new LateVisitor(new(Number(row[0]), Number(row[1])), Time(row[2]), Time(row[3])), _options, cancellationToken),
        ];
    }

    /// <summary>Where the events of some visitors are, a day before and after those that came late.</summary>
    public async Task<ILookup<SessionKey, PlacedEvent>> PlacesAsync(IReadOnlyCollection<LateVisitor> visitors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitors);
        var tables = await schema.ReadyAsync(cancellationToken);
        var found = await connections.RowsAsync(
            $"""
            SELECT site_id, user_id, {RowLayout.PositionColumn}, session_id, toUnixTimestamp(timestamp) FROM {tables.Events.Name}
            WHERE (site_id, user_id) IN ({string.Join(',', visitors.Select(visitor => Text($"({visitor.Key.SiteId},{visitor.Key.UserId})")))})
            AND {Within("timestamp", visitors.Min(visitor => visitor.First) - _around, visitors.Max(visitor => visitor.Last) + _around)}
            ORDER BY site_id, user_id, timestamp LIMIT {MostEvents} BY site_id, user_id
            """,
            row => (Key: new SessionKey(Number(row[0]), Number(row[1])), Place: new PlacedEvent(Number(row[2]), Number(row[3]), Time(row[4]))), _options, cancellationToken);
        return found.ToLookup(row => row.Key, row => row.Place);
    }

    /// <summary>The rows of torn visits: their events, and their sessions as they are now.</summary>
    /// <param name="torn">Of one site.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    public async Task<(ILookup<SessionKey, StoredEvent> Events, ILookup<SessionKey, SessionState> Sessions)> ReadAsync(IReadOnlyCollection<TornVisits> torn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(torn);
        var tables = await schema.ReadyAsync(cancellationToken);
        var site = torn.First().Key.SiteId;
        var places = torn.SelectMany(visitor => visitor.Runs).SelectMany(run => run).ToList();
        var (first, last) = (torn.Min(visitor => visitor.First), torn.Max(visitor => visitor.Last));
        var whom = Text($"site_id = {site} AND user_id IN ({string.Join(',', torn.Select(visitor => visitor.Key.UserId))})");
        var events = await connections.RowsAsync(
            $"SELECT {StoredRows.EventColumns} FROM {tables.Events.Name} WHERE {whom} AND {Within("timestamp", first, last)} AND {RowLayout.PositionColumn} IN ({string.Join(',', places.Select(place => place.Position))})",
            row => StoredRows.EventOf(row, site), _options, cancellationToken);
        var sessions = await connections.RowsAsync(
            // A session may have begun with an event that is not stored any more.
            $"SELECT {StoredRows.SessionColumns} FROM {tables.Sessions.Name} FINAL WHERE {whom} AND {Within("start", first - _around, last)} AND session_id IN ({string.Join(',', places.Select(place => place.SessionId).Distinct())}) AND sign = 1",
            row => StoredRows.SessionOf(row, site), _options, cancellationToken);
        return (events.ToLookup(stored => new SessionKey(site, stored.Event.UserId)), sessions.ToLookup(session => new SessionKey(site, session.UserId)));
    }

    /// <summary>How far ClickHouse is with the statements that it was told here, and with those of a site's rules.</summary>
    public Task<MutationState> MovingAsync(CancellationToken cancellationToken) => mutations.StateAsync(Mark, cancellationToken);

    /// <summary>
    /// When its task completes, ClickHouse has been told to give events the ids and attributes of their sessions, and does so by itself; statements that are told
    /// later come later. Told twice, it changes nothing.
    /// </summary>
    /// <param name="moved">The events' positions, each with its session; told in this order, as many at a time as a statement holds.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    public async Task MoveAsync(IEnumerable<(SessionState Session, ulong Position)> moved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(moved);
        var tables = await schema.ReadyAsync(cancellationToken);
        var client = await connections.GetAsync(cancellationToken);
        foreach (var statement in MoveStatements.Of(tables.Events.Name, moved)) await client.ExecuteNonQueryAsync(statement, options: _options, cancellationToken: cancellationToken);
    }

    private static string Within(string column, DateTime from, DateTime until) => Text($"{column} >= toDateTime({UnixSeconds.Of(from)}) AND {column} <= toDateTime({UnixSeconds.Of(until)})");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
