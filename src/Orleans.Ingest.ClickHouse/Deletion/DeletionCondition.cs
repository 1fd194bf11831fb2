using System.Globalization;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.ClickHouse.Deletion;

/// <summary>A selection as SQL. Nothing in it is text: numbers and times only.</summary>
/// <param name="selection">What is deleted.</param>
/// <param name="before">What was accepted before the deletion was asked for, as a condition on positions; empty for tables that have none.</param>
internal sealed class DeletionCondition(DataSelection selection, string before)
{
    /// <summary>No visit lasts as long: a visitor's session ends at the second midnight.</summary>
    private static readonly TimeSpan LongestVisit = TimeSpan.FromDays(2);

    /// <summary>Rows of the selection in one table.</summary>
    /// <param name="timeColumn">The column by which a row is in the time.</param>
    public string InTime(string timeColumn) => And(OfWhom, From is { } from ? $"{timeColumn} >= {from}" : "", Until is { } until ? $"{timeColumn} < {until}" : "", before);

    /// <summary>
    /// Sessions of which only a part is in the time, or was accepted before the deletion was asked for: they go whole. Empty when no session can be one.
    /// </summary>
    /// <param name="events">The table of events.</param>
    /// <param name="sessions">The table of sessions.</param>
    /// <param name="lately">A condition that every session which may still go on meets.</param>
    public string Straddlers(string events, string sessions, string lately)
    {
        string[] parts = [.. Sides(lately).Select(side => $"""
            SELECT session_id FROM {events} WHERE {And(OfWhom, side.Events)}
            AND session_id IN (SELECT session_id FROM {sessions} WHERE {And(OfWhom, side.Sessions)})
            """)];
        return string.Join(" UNION DISTINCT ", parts);
    }

    /// <summary>Site and visitor.</summary>
    public string OfWhom => And(
        string.Create(CultureInfo.InvariantCulture, $"site_id = {selection.SiteId}"),
        selection.UserId is { } user ? string.Create(CultureInfo.InvariantCulture, $"user_id = {user}") : "");

    private string? From => selection.From is { } from ? Time(from) : null;

    private string? Until => selection.Until is { } until ? Time(until) : null;

    private IEnumerable<(string Events, string Sessions)> Sides(string lately)
    {
        if (selection.From is { } from)
        {
            var (outside, inside) = (Between(from - LongestVisit, from), Between(from, Min(from + LongestVisit, selection.Until)));
            yield return (And(inside("timestamp"), before), outside("start"));
            yield return (outside("timestamp"), And(inside("start"), before));
        }

        if (selection.Until is { } until)
        {
            var (inside, outside) = (Between(Max(until - LongestVisit, selection.From), until), Between(until, until + LongestVisit));
            yield return (outside("timestamp"), And(inside("start"), before));
            yield return (And(inside("timestamp"), before), outside("start"));
        }

        if (before.Length > 0) yield return ($"NOT ({before})", And(InTime("start"), lately));
    }

    private static DateTime Min(DateTime one, DateTime? other) => other < one ? other.Value : one;

    private static DateTime Max(DateTime one, DateTime? other) => other > one ? other.Value : one;

    private static Func<string, string> Between(DateTime from, DateTime until) => column => $"{column} >= {Time(from)} AND {column} < {Time(until)}";

    private static string And(params IEnumerable<string> conditions) => string.Join(" AND ", conditions.Where(condition => condition.Length > 0));

    private static string Time(DateTime at) => string.Create(CultureInfo.InvariantCulture, $"toDateTime({UnixSeconds.Of(at)})");
}
