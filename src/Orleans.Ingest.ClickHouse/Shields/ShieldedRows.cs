using System.Collections.Immutable;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Quarantine;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Ingest.Pipeline.Sites;
using static Orleans.Ingest.ClickHouse.Connections.ResultRows;

namespace Orleans.Ingest.ClickHouse.Shields;

/// <summary>
/// Stored events that a site's rules would drop now: how many, whose, and the statement that removes them. By when they came, which their positions say. Tables without this service's
/// columns are left as they are, and hold none.
/// </summary>
public sealed class ShieldedRows(ClickHouseConnections connections, ClickHouseSchema schema, TableMutations mutations)
{
    /// <summary>In the text of every mutation that removes such events; the books look for the first words of it.</summary>
    private const string Mark = $"{StoredVisits.Mark} shields";

    /// <summary>Longer than a visit: its other events are within it.</summary>
    private static readonly TimeSpan _around = TimeSpan.FromHours(50);

    private static readonly QueryOptions _options = new()
    {
        CustomSettings = new Dictionary<string, object> { ["max_query_size"] = 16 << 20, ["mutations_sync"] = 0, ["max_threads"] = 1 },
    };

    /// <summary>How many events and visits the rules catch.</summary>
    /// <param name="site">The site as it is now.</param>
    /// <param name="since">Of what came at or after this, UTC.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<(ulong Events, ulong Visits)> CountAsync(SitePolicy site, DateTime since, CancellationToken cancellationToken)
    {
        if (await ConditionAsync(site, since, cancellationToken) is not { } caught) return default;
        return (await connections.RowsAsync($"SELECT count(), uniqExact(session_id) FROM {EventRow.Table} WHERE {caught}", row => (Number(row[0]), Number(row[1])), _options, cancellationToken))[0];
    }

    /// <summary>Visitors who have such events, and the times of the first and the last.</summary>
    /// <param name="site">The site as it is now.</param>
    /// <param name="since">Of what came at or after this, UTC.</param>
    /// <param name="without">Visitors who are left as they are.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<ImmutableArray<LateVisitor>> VisitorsAsync(SitePolicy site, DateTime since, ImmutableArray<ulong> without, int most, CancellationToken cancellationToken)
    {
        if (await ConditionAsync(site, since, cancellationToken) is not { } caught) return [];
        var others = without.IsEmpty ? "" : $" AND user_id NOT IN ({string.Join(',', without)})";
        return
        [
            .. await connections.RowsAsync(
                $"SELECT user_id, toUnixTimestamp(min(timestamp)), toUnixTimestamp(max(timestamp)) FROM {EventRow.Table} WHERE {caught}{others} GROUP BY user_id ORDER BY user_id LIMIT {Text($"{most}")}",
                row => new LateVisitor(new(site.SiteId, Number(row[0])), Time(row[1]), Time(row[2])), _options, cancellationToken),
        ];
    }

    /// <summary>How many events the visits of some visitors have that hold such events: what <see cref="ReadAsync"/> would read.</summary>
    /// <param name="site">The site as it is now.</param>
    /// <param name="since">Of what came at or after this, UTC.</param>
    /// <param name="visitors">The visitors.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<Dictionary<SessionKey, ulong>> SizesAsync(SitePolicy site, DateTime since, IReadOnlyCollection<LateVisitor> visitors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (await ConditionAsync(site, since, cancellationToken) is not { } caught) return [];
        return (await connections.RowsAsync(
            $"SELECT user_id, count() FROM {EventRow.Table} WHERE {VisitsOf(site, caught, visitors)} GROUP BY user_id", row => (Key: new SessionKey(site.SiteId, Number(row[0])), Events: Number(row[1])), _options, cancellationToken))
            .ToDictionary(row => row.Key, row => row.Events);
    }

    /// <summary>All events of the visits of some visitors that hold such events, and these visitors' session rows as they are now.</summary>
    /// <param name="site">The site as it is now.</param>
    /// <param name="since">Of what came at or after this, UTC.</param>
    /// <param name="visitors">The visitors.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    public async Task<(ILookup<SessionKey, StoredEvent> Events, ILookup<SessionKey, SessionState> Sessions)> ReadAsync(SitePolicy site, DateTime since, IReadOnlyCollection<LateVisitor> visitors, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(visitors);
        if (await ConditionAsync(site, since, cancellationToken) is not { } caught) return (Array.Empty<StoredEvent>().ToLookup(_ => default(SessionKey)), Array.Empty<SessionState>().ToLookup(_ => default(SessionKey)));
        var events = await connections.RowsAsync($"SELECT {StoredRows.EventColumns} FROM {EventRow.Table} WHERE {VisitsOf(site, caught, visitors)}", row => StoredRows.EventOf(row, site.SiteId), _options, cancellationToken);
        var sessions = await connections.RowsAsync(
            $"SELECT {StoredRows.SessionColumns} FROM {SessionRow.Table} FINAL WHERE {Whom(site, visitors)} AND {Within("start", visitors)} AND sign = 1",
            row => StoredRows.SessionOf(row, site.SiteId), _options, cancellationToken);
        return (events.ToLookup(stored => new SessionKey(site.SiteId, stored.Event.UserId)), sessions.ToLookup(session => new SessionKey(site.SiteId, session.UserId)));
    }

    /// <summary>True for an event that is removed.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="site">The site as it is now.</param>
    /// <param name="since">Of what came at or after this, UTC.</param>
    public static bool Catches(StoredEvent stored, SitePolicy site, DateTime since)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.Position >= PositionOf(since) && KeptRules.Catches(stored.Event, site);
    }

    /// <summary>
    /// When its task completes, what is removed is counted, so that the books still balance, and ClickHouse has been told to remove it, and does so by itself. Told twice under one name,
    /// it counts once; then nothing else may have been told under this name.
    /// </summary>
    /// <param name="site">The site.</param>
    /// <param name="positions">The events' positions.</param>
    /// <param name="name">Names these events among all that are ever removed.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    public async Task RemoveAsync(ulong site, ImmutableArray<ulong> positions, string name, CancellationToken cancellationToken)
    {
        var which = Text($"site_id = {site} AND {RowLayout.PositionColumn} IN ({string.Join(',', positions)})");
        var client = await connections.GetAsync(cancellationToken);
        if (await connections.RowsAsync($"SELECT count() FROM {CounterRow.Table} WHERE metric = '{CounterRow.Deleted}' AND domain = '({Mark} {name})'", row => Number(row[0]), _options, cancellationToken) is [0])
        {
            await client.ExecuteNonQueryAsync(
                $"""
                INSERT INTO {CounterRow.Table} (event_timebucket, metric, site_id, domain, tracker_script_version, value)
                SELECT toStartOfMinute(timestamp) AS minute, '{CounterRow.Deleted}', site_id, '({Mark} {name})', 0, count() FROM {EventRow.Table} WHERE {which} GROUP BY minute, site_id
                """, options: _options, cancellationToken: cancellationToken);
        }

        await client.ExecuteNonQueryAsync($"ALTER TABLE {EventRow.Table} DELETE WHERE {which} AND '{Mark}' != ''", options: _options, cancellationToken: cancellationToken);
    }

    /// <summary>True while ClickHouse still rewrites events of a site: for this, or for events that came late.</summary>
    public Task<bool> IsRewritingAsync(ulong site, CancellationToken cancellationToken) => mutations.AreChangingAsync(StoredVisits.Mark, site, cancellationToken);

    private async Task<string?> ConditionAsync(SitePolicy site, DateTime since, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        var tables = await schema.ReadyAsync(cancellationToken);
        if (!tables.AreOurs) return null;
        if (ShieldCondition.Of(site) is not { } caught) return null;
        return Text($"site_id = {site.SiteId} AND {RowLayout.PositionColumn} >= {PositionOf(since)} AND {caught}");
    }

    private static ulong PositionOf(DateTime time) => IngestPosition.Of((ulong)((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond), 0);

    private static string VisitsOf(SitePolicy site, string caught, IReadOnlyCollection<LateVisitor> visitors) =>
        $"{Whom(site, visitors)} AND {Within("timestamp", visitors)} AND session_id IN (SELECT session_id FROM {EventRow.Table} WHERE {Whom(site, visitors)} AND {caught})";

    private static string Whom(SitePolicy site, IEnumerable<LateVisitor> visitors) => Text($"site_id = {site.SiteId} AND user_id IN ({string.Join(',', visitors.Select(visitor => visitor.Key.UserId))})");

    private static string Within(string column, IReadOnlyCollection<LateVisitor> visitors) =>
        Text($"{column} >= toDateTime({UnixSeconds.Of(visitors.Min(visitor => visitor.First) - _around)}) AND {column} <= toDateTime({UnixSeconds.Of(visitors.Max(visitor => visitor.Last) + _around)})");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
