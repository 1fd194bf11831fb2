using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class ReaderRulesTests
{
    private static readonly ReaderLimits Limits = ReaderLimits.For(memoryBytes: 8L << 30, cores: 4);

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
    [InlineData("SELECT 1 SETTINGS os_threads_nice_value_query = 19")]
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
        Assert.Null(ReaderRules.Refusal([new("max_threads", "1")], "default", Limits));
        Assert.Contains("`dialect`", ReaderRules.Refusal([new("max_threads", "1"), new("dialect", "prql")], "default", Limits));
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
        ReaderRules.Refusal(Encoding.UTF8.GetBytes(sql), new StatementAnalysis(count, what), "default", Limits);

    [Theory]
    [InlineData("SET max_threads = 2")]
    [InlineData("set max_block_size=1000, join_use_nulls = 1, date_time_output_format = 'iso';")]
    public void A_plain_set_of_settings_is_allowed(string sql) => Assert.Null(Refusal(sql, StatementClass.Control, 1));

    [Theory]
    [InlineData("SET readonly = 0")]
    [InlineData("SET max_threads = 2, ReadOnly = 0")]
    [InlineData("SET max_threads = DEFAULT")]
    [InlineData("SET ROLE owner")]
    [InlineData("SET ROLE = owner")]
    [InlineData("SET max_threads = 2; DROP TABLE t")]
    [InlineData("SET profile = 'x'")]
    [InlineData("SET max_threads = (SELECT 1)")]
    [InlineData("SET")]
    public void Any_other_set_is_not(string sql) => Assert.Contains("Code: 164.", Refusal(sql, StatementClass.Control, 1));

    [Theory]
    [InlineData("SELECT 1 SETTINGS max_memory_usage = 1000000")]
    [InlineData("SELECT 1 SETTINGS max_execution_time = '10', max_result_rows = 5")]
    [InlineData("SET max_execution_time = 300")]
    [InlineData("SELECT name FROM system.settings WHERE name = 'max_memory_usage'")]
    public void Limits_may_be_lowered(string sql) => Assert.Null(Refusal(sql, StatementClass.ReadOnly, 1));

    [Theory]
    [InlineData("SELECT 1 SETTINGS max_memory_usage = 0")]
    [InlineData("SELECT 1 SETTINGS `max_memory_usage` = 99000000000000")]
    [InlineData("SELECT 1 SETTINGS max_memory_usage = '90G'")]
    [InlineData("SELECT 1 SETTINGS MAX_execution_time = 301")]
    [InlineData("SELECT 1 SETTINGS max_result_rows = DEFAULT")]
    [InlineData("SELECT 1 SETTINGS max_memory_usage = /* 1 */ 99000000000000")]
    [InlineData("SELECT * FROM (SELECT 1 SETTINGS max_execution_time = 1e9)")]
    [InlineData("SET max_threads = 1000")]
    public void But_not_raised(string sql) => Assert.Contains("(SETTING_CONSTRAINT_VIOLATION)", Refusal(sql, StatementClass.ReadOnly, 1));

    [Fact]
    public void The_query_string_does_not_raise_them_either()
    {
        Assert.Null(ReaderRules.Refusal([new("max_execution_time", "300")], "default", Limits));
        foreach (var value in new[] { "301", "0", "", "-1", "1e9" })
            Assert.Contains("(SETTING_CONSTRAINT_VIOLATION)", ReaderRules.Refusal([new("max_execution_time", value)], "default", Limits));
    }
}
