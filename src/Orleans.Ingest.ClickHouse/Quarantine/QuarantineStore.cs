using System.Collections.Immutable;
using System.Globalization;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Quarantine;
using static Orleans.Ingest.ClickHouse.Connections.ResultRows;

namespace Orleans.Ingest.ClickHouse.Quarantine;

/// <summary>
/// Reads and removes dropped events that are kept. A row that an insert brought twice is one event: its id says so. Nothing that is older than <see cref="KeptEvent.Retention"/> is read,
/// whether a merge has removed it yet or not.
/// </summary>
public sealed class QuarantineStore(ClickHouseConnections connections, ClickHouseSchema schema, TimeProvider time)
{
    private const string Once = "LIMIT 1 BY id_high, id_low";
    private const int SamplesOfRule = 5;

    private static readonly string _eventColumns =
        "id_high, id_low, toUnixTimestamp(received_at), toString(domain), matched, address_marks, previous_user_id, user_id, toUnixTimestamp(timestamp), toString(name), hostname, pathname, `meta.key`, `meta.value`, "
        + "scroll_depth, engagement_time, tracker_script_version, interactive, "
        + "revenue_source_amount, toStringCutToZero(revenue_source_currency), revenue_reporting_amount, toStringCutToZero(revenue_reporting_currency), " + StoredRows.VisitColumnsSelected;

    private const int VisitAt = 22;

    /// <summary>What a later version has kept for a reason of its own is left to that version.</summary>
    private static readonly string _known = $"[{string.Join(',', KeptRules.All.Select(reason => $"'{reason.Text()}'"))}]";

    private static readonly QueryOptions _removal = new() { CustomSettings = new Dictionary<string, object> { ["max_query_size"] = 16 << 20, ["mutations_sync"] = 1 } };

    /// <summary>What is kept of a site since a time, by the rule that dropped it first, beside what was dropped at all.</summary>
    public async Task<QuarantineContents> ShowAsync(ulong site, DateTime since, CancellationToken cancellationToken)
    {
        await schema.ReadyAsync(cancellationToken);
        var rows = $"SELECT * FROM {QuarantineRow.Table} WHERE {Since(site, since)} ORDER BY received_at DESC {Once}";
        var kept = (await connections.RowsAsync(
            $"SELECT matched[1], count() FROM ({rows}) GROUP BY matched[1]", row => (Reason: (string)row[0], Count: Number(row[1])), options: null, cancellationToken)).ToDictionary(row => row.Reason, row => row.Count);
        var dropped = (await connections.RowsAsync(
            $"SELECT substring(metric, 9), sum(value) FROM {CounterRow.Table} WHERE site_id = {Text(site)} AND startsWith(metric, 'dropped_') AND event_timebucket >= toStartOfMinute(toDateTime({UnixSeconds.Of(since)})) GROUP BY metric",
            row => (Reason: (string)row[0], Count: Number(row[1])), options: null, cancellationToken)).ToDictionary(row => row.Reason, row => row.Count);
        var samples = (await connections.RowsAsync(
            $"SELECT {_eventColumns} FROM ({rows}) ORDER BY received_at DESC LIMIT {SamplesOfRule} BY matched[1]", row => SampleOf(EventOf(row, site)), options: null, cancellationToken)).ToLookup(sample => sample.Matched[0].Text());
        return new(
        [
            .. KeptRules.All.Select(reason => (Reason: reason, Name: reason.Text()))
                // An event with a time of its own is counted in its past: what is kept was dropped all the same.
                .Select(rule => new QuarantineRule(rule.Reason, Math.Max(dropped.GetValueOrDefault(rule.Name), kept.GetValueOrDefault(rule.Name)), kept.GetValueOrDefault(rule.Name), [.. samples[rule.Name]]))
                .Where(rule => rule.Dropped > 0 || rule.Kept > 0)
                .OrderByDescending(rule => rule.Kept).ThenByDescending(rule => rule.Dropped),
        ]);
    }

    /// <summary>Events that are kept of a site, in the order of their visitors and times.</summary>
    /// <param name="site">The site.</param>
    /// <param name="since">Received at or after this, UTC.</param>
    /// <param name="until">Received before this, UTC.</param>
    /// <param name="after">The last event of an earlier answer: those behind it; null for the first.</param>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<List<KeptEvent>> ReadAsync(ulong site, DateTime since, DateTime until, KeptEvent? after, int most, CancellationToken cancellationToken)
    {
        await schema.ReadyAsync(cancellationToken);
        var behind = after is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" AND (user_id, {QuarantineRow.Table}.timestamp, id_high, id_low) > ({after.Dropped.Event.UserId}, toDateTime({UnixSeconds.Of(after.Dropped.Event.Timestamp)}), {after.Id.High}, {after.Id.Low})");
        return await connections.RowsAsync(
            $"SELECT {_eventColumns} FROM {QuarantineRow.Table} WHERE {Since(site, since)} AND received_at < toDateTime({UnixSeconds.Of(until)}){behind} ORDER BY user_id, {QuarantineRow.Table}.timestamp, id_high, id_low {Once} LIMIT {Text((ulong)most)}",
            row => EventOf(row, site), options: null, cancellationToken);
    }

    /// <summary>When its task completes, no statement finds the events any more.</summary>
    /// <param name="site">The site.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task RemoveAsync(ulong site, IReadOnlyCollection<ClientId> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0) return;
        await schema.ReadyAsync(cancellationToken);
        var client = await connections.GetAsync(cancellationToken);
        await client.ExecuteNonQueryAsync(
            $"ALTER TABLE {QuarantineRow.Table} DELETE WHERE site_id = {Text(site)} AND (id_high, id_low) IN ({string.Join(',', ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"({id.High},{id.Low})")))})",
            options: _removal, cancellationToken: cancellationToken);
    }

    private string Since(ulong site, DateTime since)
    {
        var oldest = time.GetUtcNow().UtcDateTime - KeptEvent.Retention;
        return $"site_id = {Text(site)} AND received_at >= toDateTime({UnixSeconds.Of(since > oldest ? since : oldest)}) AND hasAll({_known}, matched)";
    }

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static KeptEvent EventOf(object[] row, ulong site) => new(
        new(Number(row[0]), Number(row[1])),
        Time(row[2]),
        (string)row[3],
        new(
            new()
            {
                SiteId = site,
                UserId = Number(row[7]),
                Timestamp = Time(row[8]),
                Name = (string)row[9],
                Hostname = (string)row[10],
                Pathname = (string)row[11],
                Props = StoredRows.PropsOf(row[12], row[13]),
                ScrollDepth = (byte)Number(row[14]),
                EngagementTime = (uint)Number(row[15]),
                TrackerScriptVersion = (ushort)Number(row[16]),
                Interactive = Number(row[17]) != 0,
                Revenue = RevenueOf(row),
                Visit = StoredRows.VisitOf(row.AsSpan(VisitAt)),
            },
            Number(row[6]),
            [.. ((string[])row[4]).Select(DropReasons.Parse).OfType<DropReason>()],
            [.. ((string[])row[5]).Select(mark => ushort.Parse(mark, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]));

    private static Revenue? RevenueOf(object[] row) => Amount(row[18]) is { } sent ? new(sent, (string)row[19], Amount(row[20]), (string)row[21]) : null;

    private static decimal? Amount(object value) => value is DBNull or null ? null : Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    private static QuarantineSample SampleOf(KeptEvent kept)
    {
        var e = kept.Dropped.Event;
        return new()
        {
            ReceivedAt = kept.ReceivedAt,
            Timestamp = e.Timestamp,
            Name = e.Name,
            Hostname = e.Hostname,
            Pathname = e.Pathname,
            Source = e.Visit.ReferrerSource,
            Country = e.Visit.CountryCode,
            Browser = e.Visit.Browser,
            OperatingSystem = e.Visit.OperatingSystem,
            Visit = unchecked((ushort)(e.UserId ^ (e.UserId >> 16))),
            Matched = kept.Dropped.Matched,
        };
    }
}
