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
    [InlineData("SELECT \"fi\\le\"('/etc/passwd')")]
    [InlineData("SELECT \"\\x66ile\"('/etc/passwd')")]
    [InlineData("SELECT file/* between */('/etc/passwd')")]
    [InlineData("SELECT arrayMap(file, ['/etc/passwd'])")]
    [InlineData("SELECT * APPLY(file) FROM (SELECT '/etc/passwd')")]
    public void The_function_that_reads_files_is_refused(string sql) =>
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
    public void One_statement_a_request() => Assert.Contains("Code: 62.", Refusal("SELECT 1; SELECT 2", StatementClass.ReadOnly, 2));

    private static string? Refusal(string sql, StatementClass what, int count) =>
        ReaderRules.Refusal(Encoding.UTF8.GetBytes(sql), new StatementAnalysis(count, what), "default");
}
