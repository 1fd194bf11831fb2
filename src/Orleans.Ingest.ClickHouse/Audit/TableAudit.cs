using System.Collections.Immutable;
using System.Globalization;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Connections;

namespace Orleans.Ingest.ClickHouse.Audit;

/// <summary>
/// Reads the tables and says where they break what every flush group must leave behind: an event is stored once, and a session's rows add up to its
/// events. A month at a time, so that memory does not grow with history. A service may be writing meanwhile: what is off is looked at again, and only
/// what stays off is a finding.
/// </summary>
public sealed class TableAudit(ClickHouseConnections connections, TimeProvider time)
{
    /// <summary>Findings that are kept of one invariant and month.</summary>
    public const int MaxFindings = 1000;

    // Spills to disk, where hash tables would not fit into memory.
    private static readonly Dictionary<string, object> _settings = new()
    {
        ["join_algorithm"] = "grace_hash",
        ["max_bytes_before_external_group_by"] = "1000000000",
    };

    /// <summary>Audits the events, and the sessions that began, from one day to another.</summary>
    /// <param name="from">First day, UTC; null for the first that the tables hold.</param>
    /// <param name="to">Last day, UTC; null for the last that the tables hold.</param>
    /// <param name="progress">Is told each month before it is read.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <exception cref="ClickHouseServerException">A statement failed.</exception>
    public async Task<AuditReport> RunAsync(DateOnly? from, DateOnly? to, Action<DateOnly>? progress, CancellationToken cancellationToken)
    {
        ulong events = 0, sessions = 0;
        var findings = ImmutableArray.CreateBuilder<AuditFinding>();
        var invariants = await HasPositionsAsync(cancellationToken) ? AuditQueries.All : AuditQueries.All.RemoveRange([AuditQueries.StoredOnce, AuditQueries.CountedOnce]);
        foreach (var range in await MonthsAsync(from, to, cancellationToken))
        {
            progress?.Invoke(range.From);
            var counts = OnlyRow(await RowsAsync(AuditQueries.Counts(range), cancellationToken));
            events += Convert.ToUInt64(counts[0], CultureInfo.InvariantCulture);
            sessions += Convert.ToUInt64(counts[1], CultureInfo.InvariantCulture);
            foreach (var invariant in invariants) findings.AddRange(await LookAsync(invariant, range, cancellationToken));
        }

        return new(events, sessions, findings.ToImmutable());
    }

    private Task<List<AuditFinding>> LookAsync(AuditQuery invariant, AuditRange range, CancellationToken cancellationToken) => SecondLook.StayingAsync(
        async () => (await RowsAsync(invariant.Sql(range), cancellationToken)).ConvertAll(row => new AuditFinding(invariant.Invariant, Text(row[0]), Text(row[1]))),
        finding => finding.Key,
        time,
        cancellationToken);

    private async Task<bool> HasPositionsAsync(CancellationToken cancellationToken) =>
        (await RowsAsync(AuditQueries.PositionColumn, cancellationToken)).Count > 0;

    private async Task<List<AuditRange>> MonthsAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var held = OnlyRow(await RowsAsync(AuditQueries.Held, cancellationToken));
        // Without a row both are the epoch's day.
        var first = from ?? Day(held[0]);
        var end = (to ?? Day(held[1])).AddDays(1);
        var months = new List<AuditRange>();
        for (var start = first; start < end;)
        {
            var next = new DateOnly(start.Year, start.Month, 1).AddMonths(1);
            months.Add(new(start, next < end ? next : end));
            start = next;
        }

        return months;
    }

    private Task<List<object[]>> RowsAsync(string sql, CancellationToken cancellationToken) =>
        connections.RowsAsync(sql, row => row.ToArray(), new QueryOptions { CustomSettings = _settings }, cancellationToken);

    private static object[] OnlyRow(List<object[]> rows) => rows is [var only] ? only : throw new InvalidDataException($"ClickHouse answers {rows.Count} rows where there is one.");

    private static DateOnly Day(object value) => DateOnly.ParseExact(Text(value), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
