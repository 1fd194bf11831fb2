using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary><c>docs/dashboard.md</c> lists the columns and questions that there are.</summary>
[Collection(nameof(DashboardTables))]
public sealed class DashboardDocumentTests(DashboardTables tables)
{
    private const string None = "none";

    private static readonly string _page = File.ReadAllText(Checkout.PathOf("docs", "dashboard.md"));

    [Theory]
    [InlineData("events_v2")]
    [InlineData("sessions_v2")]
    [InlineData("ingest_counters")]
    public async Task Columns_are_those_of_Plausibles_tables_and_of_ours(string table)
    {
        var (plausible, own) = (await ColumnsAsync(await tables.PlausibleAsync(), table), await ColumnsAsync(await tables.OwnAsync(), table));
        var expected = plausible.Keys.Union(own.Keys).Select(name => $"| `{name}` | {plausible.GetValueOrDefault(name, None)} | {own.GetValueOrDefault(name, None)} |");
        var section = _page[_page.IndexOf($"### {table}", StringComparison.Ordinal)..];
        var listed = section.Split('\n').SkipWhile(line => !line.StartsWith("| `", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|'));
        Assert.Equal(expected, listed.Select(line => string.Join('|', line.Split('|').Take(4)) + "|"));
    }

    [Fact]
    public void Every_question_has_a_row() =>
        Assert.Equal(DocumentedQuery.Names, DocumentedQuery.Names.Where(name => _page.Contains($"](queries/{name}.sql)", StringComparison.Ordinal)));

    /// <summary>Name and description of each column, in the table's order.</summary>
    private static async Task<Dictionary<string, string>> ColumnsAsync(TestDatabase database, string table)
    {
        var lines = await database.LinesAsync(
            $"""
            SELECT concat(name, '=', replaceOne(type, 'Nullable(Decimal(18, 3))', 'Nullable(Decimal64(3))'),
                multiIf(default_kind = 'ALIAS' AND default_expression LIKE 'dictGet%', ', looked up', default_kind = 'ALIAS', concat(' = ', default_expression), default_kind = 'MATERIALIZED', ', MATERIALIZED', ''))
            FROM system.columns WHERE database = currentDatabase() AND table = '{table}' ORDER BY position
            """);
        return lines.Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
