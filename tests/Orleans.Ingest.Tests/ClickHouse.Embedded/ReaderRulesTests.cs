using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ReaderRulesTests
{
    [Theory]
    [InlineData("SELECT file('/etc/passwd')")]
    [InlineData("SELECT `file`('/etc/passwd')")]
    [InlineData("SELECT \"file\"('/etc/passwd')")]
    [InlineData("/* /* */ SELECT file('/etc/passwd') -- */")]
    [InlineData("SELECT 1 -- '\n, file('/etc/passwd')")]
    [InlineData("SELECT 'a\\'', file('/etc/passwd'), ''")]
    [InlineData("SELECT file/* between */('/etc/passwd')")]
    [InlineData("SELECT arrayMap(file, ['/etc/passwd'])")]
    [InlineData("SELECT * APPLY(file) FROM (SELECT '/etc/passwd')")]
    [InlineData("SELECT 1 AS x FORMAT Template SETTINGS format_template_row = '/etc/passwd'")]
    [InlineData("SELECT * FROM (SELECT 1 SETTINGS `Dialect` = 'prql')")]
    public void Names_that_reach_outside_are_refused(string sql) =>
        Assert.Contains("(ACCESS_DENIED)", Refusal(sql, StatementClass.ReadOnly, 1));

    [Theory]
    [InlineData("SELECT 'file', profile, \"a file\" FROM files -- file")]
    [InlineData("SELECT 1 FORMAT JSON SETTINGS max_threads = 1")]
    public void An_ordinary_query_is_not(string sql) => Assert.Null(Refusal(sql, StatementClass.ReadOnly, 1));

    [Theory]
    [InlineData(StatementClass.Mutating)]
    [InlineData(StatementClass.MutatingGlobal)]
    [InlineData(StatementClass.Control)]
    internal void All_that_changes_something_is_refused(StatementClass what) => Assert.Contains("Code: 164.", Refusal("…", what, 1));

    [Fact]
    public void Settings_of_the_query_string_are_looked_at_too()
    {
        Assert.Null(ReaderRules.Refusal([new("max_threads", "1")], "default"));
        Assert.Contains("`dialect`", ReaderRules.Refusal([new("max_threads", "1"), new("dialect", "prql")], "default"));
    }

    [Theory]
    [InlineData("SELECT \"fi\\le\"('/etc/passwd')")]
    [InlineData("SELECT \"\\x66ile\"('/etc/passwd')")]
    [InlineData("SELECT\u00A0file('/etc/passwd')")]
    [InlineData("SELECT \u2018'\u2019, file('/etc/passwd')")]
    [InlineData("SELECT \u201Cfile\u201D('/etc/passwd')")]
    [InlineData("SELECT $'$ ' $'$, file('/etc/passwd')")]
    public void What_could_be_read_in_two_ways_is_refused(string sql) => Assert.Contains("Code: 62.", Refusal(sql, StatementClass.ReadOnly, 1));

    [Theory]
    [InlineData("SELECT 1; SELECT 2", true)]
    [InlineData("SET ROLE owner; DROP TABLE t; SELEKT", true)]
    [InlineData("SELECT ';';", false)]
    [InlineData("SELECT 1; -- the end", false)]
    public void One_statement_a_request(string sql, bool many) => Assert.Equal(many, StatementCount.MayBeMany(Encoding.UTF8.GetBytes(sql)));

    private static string? Refusal(string sql, StatementClass what, int count) =>
        ReaderRules.Refusal(Encoding.UTF8.GetBytes(sql), new StatementAnalysis(count, what), "default");
}
