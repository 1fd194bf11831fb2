using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Sql;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class StreamedSelectTests
{
    private const string Outfile = " INTO OUTFILE '/p' APPEND ";

    [Theory]
    [InlineData("SELECT 1", "SELECT 1|FORMAT `TSV`")]
    [InlineData("SELECT 1; -- the end", "SELECT 1|FORMAT `TSV`")]
    [InlineData("SELECT 1 -- the end", "SELECT 1|FORMAT `TSV`")]
    [InlineData("select 1 format JSON", "select 1 |format JSON")]
    [InlineData("SELECT 1 FORMAT JSON SETTINGS max_threads = 1;", "SELECT 1 |FORMAT JSON SETTINGS max_threads = 1")]
    [InlineData("SELECT 1 SETTINGS max_threads = 1", "SELECT 1 SETTINGS max_threads = 1|FORMAT `TSV`")]
    [InlineData("WITH 1 AS x SELECT x AS format", "WITH 1 AS x SELECT x AS format|FORMAT `TSV`")]
    [InlineData("(SELECT 1) UNION ALL (SELECT ';')", "(SELECT 1) UNION ALL (SELECT ';')|FORMAT `TSV`")]
    public void A_select_writes_to_the_file(string sql, string expected) =>
        Assert.Equal(expected.Replace("|", Outfile, StringComparison.Ordinal), Into(sql));

    [Theory]
    [InlineData("SHOW TABLES")]
    [InlineData("DROP TABLE t")]
    [InlineData("SELECT 1 INTO OUTFILE '/q'")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("")]
    public void All_else_stays_as_it_is(string sql) => Assert.Null(Into(sql));

    private static string? Into(string sql) =>
        StreamedSelect.Into(Encoding.UTF8.GetBytes(sql), "TSV", "/p") is { } streamed ? Encoding.UTF8.GetString(streamed) : null;
}
