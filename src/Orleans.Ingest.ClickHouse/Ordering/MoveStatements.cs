using System.Globalization;
using System.Text;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Ordering;

/// <summary>The statements that give events the ids and attributes of other sessions. Each rewrites the columns of visits in every part that holds one of its events, so there are to be few.</summary>
internal static class MoveStatements
{
    /// <summary>A replicated table keeps each statement in its Keeper, which takes a megabyte.</summary>
    private const int MostBytes = 800_000;

    /// <summary>In each column, a position and what a value has around it.</summary>
    private const int BytesOfMove = 26;

    /// <summary>Makes them.</summary>
    /// <param name="table">The table of events.</param>
    /// <param name="moved">The events' positions, each with its session; in this order.</param>
    public static IEnumerable<string> Of(string table, IEnumerable<(SessionState Session, ulong Position)> moved)
    {
        var (some, bytes) = (new List<Move>(), 0);
        foreach (var (session, position) in moved)
        {
            var move = new Move(session.SiteId, position, StoredRows.VisitLiterals(session));
            var more = move.Values.Sum(value => BytesOfMove + Encoding.UTF8.GetByteCount(value));
            if (some.Count > 0 && bytes + more > MostBytes)
            {
                yield return Statement(table, some);
                (some, bytes) = ([], 0);
            }

            some.Add(move);
            bytes += more;
        }

        if (some.Count > 0) yield return Statement(table, some);
    }

    private static string Statement(string table, List<Move> moves)
    {
        var positions = string.Join(',', moves.Select(move => move.Position.ToString(CultureInfo.InvariantCulture)));
        var sites = string.Join(',', moves.Select(move => move.Site).Distinct().Order().Select(site => site.ToString(CultureInfo.InvariantCulture)));
        var changes = StoredRows.ColumnsOfVisit.Select((column, i) => $"{column.Name} = {NewValue(moves, i, positions, column.Now)}");
        return $"ALTER TABLE {table} UPDATE {string.Join(", ", changes)} WHERE site_id IN ({sites}) AND {RowLayout.PositionColumn} IN ({positions}) AND '{StoredVisits.Mark}' != ''";
    }

    // Most columns are the same for all, and then nothing is looked up for a row.
    private static string NewValue(List<Move> moves, int column, string positions, string now)
    {
        var first = moves[0].Values[column];
        return moves.TrueForAll(move => move.Values[column] == first)
            ? first
            : $"transform({RowLayout.PositionColumn}, [{positions}], [{string.Join(',', moves.Select(move => move.Values[column]))}], {now})";
    }

    private readonly record struct Move(ulong Site, ulong Position, string[] Values);
}
