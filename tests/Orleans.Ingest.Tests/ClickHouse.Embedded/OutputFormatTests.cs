using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Sql;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class OutputFormatTests
{
    [Theory]
    [InlineData("SELECT 1", "TabSeparated")]
    [InlineData("SELECT 1 FORMAT JSON", "JSON")]
    [InlineData("SELECT 1 format CSVWithNames SETTINGS max_threads = 1;", "CSVWithNames")]
    [InlineData("SELECT 'FORMAT JSON'", "TabSeparated")]
    [InlineData("SELECT 1 -- FORMAT JSON", "TabSeparated")]
    [InlineData("SELECT format FROM t", "TabSeparated")]
    [InlineData("SELECT format('{}', 1) FORMAT TSV", "TSV")]
    [InlineData("SELECT * FROM (SELECT 1 FORMAT JSON)", "TabSeparated")]
    public void The_format_clause_is_found(string sql, string format) =>
        Assert.Equal(format, OutputFormat.Of(Encoding.UTF8.GetBytes(sql), "TabSeparated"));
}
