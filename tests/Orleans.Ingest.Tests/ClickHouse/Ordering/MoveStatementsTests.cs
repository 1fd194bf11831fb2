using System.Text;
using System.Text.RegularExpressions;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Ordering;

public sealed partial class MoveStatementsTests
{
    [Fact]
    public void Nothing_to_move_is_no_statement() => Assert.Empty(MoveStatements.Of("events_v2", []));

    [Fact]
    public void One_statement_takes_events_of_all_sites_and_looks_up_only_what_differs()
    {
        var statement = Assert.Single(MoveStatements.Of("events_v2", [(Session(8, 80, "DE"), 1UL), (Session(7, 70, "FR"), 2UL), (Session(8, 80, "DE"), 3UL)]));
        Assert.Contains("session_id = transform(ingest_position, [1,2,3], [80,70,80], session_id)", statement, StringComparison.Ordinal);
        Assert.Contains("country_code = transform(ingest_position, [1,2,3], ['DE','FR','DE'], toStringCutToZero(country_code))", statement, StringComparison.Ordinal);
        Assert.Contains("utm_source = 'it\\'s', ", statement, StringComparison.Ordinal);
        Assert.EndsWith("WHERE site_id IN (7,8) AND ingest_position IN (1,2,3) AND 'ingest order' != ''", statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public void Many_are_told_in_their_order_by_statements_that_a_keeper_takes(int length)
    {
        var moves = Enumerable.Range(1, 3_000).Select(i => (Session(7, (ulong)i, i % 2 == 0 ? "DE" : "FR", new string('é', length - 1) + (char)('a' + (i % 26))), (ulong)i)).ToList();
        var statements = MoveStatements.Of("events_v2", moves).ToList();
        Assert.All(statements, statement => Assert.True(Encoding.UTF8.GetByteCount(statement) < 1_000_000));
        Assert.InRange(statements.Count, 2, length == 1 ? 8 : 30);
        Assert.Equal(moves.Select(move => move.Item2), statements.SelectMany(statement => Positions().Match(statement).Groups[1].Value.Split(',').Select(ulong.Parse)));
    }

    private static SessionState Session(ulong site, ulong id, string country, string referrer = "") =>
        new() { SiteId = site, SessionId = id, UserId = 1, Start = default, Timestamp = default, LastActivity = default, Visit = VisitAttributes.Empty with { CountryCode = country, Referrer = referrer, UtmSource = "it's" } };

    [GeneratedRegex(@"ingest_position IN \(([\d,]+)\)")]
    private static partial Regex Positions();
}
