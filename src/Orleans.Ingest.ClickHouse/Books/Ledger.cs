using System.Collections.Immutable;
using ClickHouse.Driver;
using Orleans.Ingest.ClickHouse.Audit;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Contracts.Books;
using static Orleans.Ingest.ClickHouse.Connections.ResultRows;

namespace Orleans.Ingest.ClickHouse.Books;

/// <summary>
/// Keeps the books: what the log counted as stored, which is inserted apart from the rows themselves, against the rows that are there; and sessions against events.
/// For minutes that nothing of waits in the log any more.
/// </summary>
public sealed class Ledger(ClickHouseConnections connections, ClickHouseSchema schema, TimeProvider time)
{
    /// <summary>Differences that one check tells at most.</summary>
    public const int MaxDifferences = 1000;

    private static readonly QueryOptions _options = new()
    {
        CustomSettings = new Dictionary<string, object> { ["max_threads"] = 1, ["join_algorithm"] = "grace_hash", ["max_bytes_before_external_group_by"] = "1000000000" },
    };

    /// <summary>
    /// Where a range is off. What differs is looked at again, and only what stays different is told: an event with a time of the past may be on its way in.
    /// Null when the tables cannot be checked, since they have no positions: another program's rows could not be told from ours.
    /// </summary>
    /// <param name="from">First minute, UTC.</param>
    /// <param name="until">The minute after the last, UTC.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<ImmutableArray<BookEntryOff>?> CheckAsync(DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        var target = await schema.ReadyAsync(cancellationToken);
        if (!target.Events.HasPosition || !target.Sessions.HasPosition) return null;
        return [.. await SecondLook.StayingAsync(() => DifferencesAsync(from, until, cancellationToken), Place, time, cancellationToken)];
    }

    /// <summary>What is counted in a range: of all sites, summed; or of one, by minute.</summary>
    /// <param name="from">First minute, UTC.</param>
    /// <param name="until">The minute after the last, UTC.</param>
    /// <param name="site">The one site; null for all.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public async Task<ImmutableArray<BookLine>> ReadAsync(DateTime from, DateTime until, ulong? site, CancellationToken cancellationToken)
    {
        await schema.ReadyAsync(cancellationToken);
        return site is { } one
            ? [.. await connections.RowsAsync(BookQueries.CountedByMinute(from, until, one), row => new BookLine(one, Time(row[0]), (string)row[1], Number(row[2])), _options, cancellationToken)]
            : [.. await connections.RowsAsync(BookQueries.Counted(from, until), row => new BookLine(Number(row[0]), from, (string)row[1], Number(row[2])), _options, cancellationToken)];
    }

    private async Task<List<BookEntryOff>> DifferencesAsync(DateTime from, DateTime until, CancellationToken cancellationToken)
    {
        var events = await connections.RowsAsync(BookQueries.EventsOff(from, until, MaxDifferences), row => DifferenceOf(row, ofSessions: false), _options, cancellationToken);
        events.AddRange(await connections.RowsAsync(BookQueries.SessionsOff(from, until, MaxDifferences), row => DifferenceOf(row, ofSessions: true), _options, cancellationToken));
        return events;
    }

    private static BookEntryOff DifferenceOf(object[] row, bool ofSessions) => new(Number(row[0]), Time(row[1]), ofSessions, Number(row[2]), Number(row[3]));

    private static (ulong Site, DateTime Minute, bool OfSessions) Place(BookEntryOff difference) => (difference.SiteId, difference.Minute, difference.OfSessions);
}
