using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class StatementTests
{
    [Theory]
    [InlineData("SELECT 1", "", "SELECT 1\n")]
    [InlineData("", "SELECT 1", "SELECT 1")]
    [InlineData("SELECT", "1", "SELECT\n1")]
    public async Task Query_string_and_body_make_one_text(string query, string body, string text)
    {
        var statement = await ReadAsync(query, Encoding.UTF8.GetBytes(body));
        Assert.Equal(text, Encoding.UTF8.GetString(statement.Sql.Span));
    }

    [Theory]
    [InlineData("INSERT INTO t FORMAT RowBinary", "")]
    [InlineData("INSERT INTO t FORMAT RowBinary\n", "\n")]
    public async Task Rows_after_a_query_string_stay_in_the_body(string query, string first)
    {
        var body = new MemoryStream([1, 2, 3]);
        var statement = await Statement.ReadAsync(query, body, TestContext.Current.CancellationToken);
        Assert.Equal("INSERT INTO t ", Encoding.UTF8.GetString(statement.Sql.Span));

        // The line end that joins query string and body belongs to the first one's missing line end.
        Assert.Equal(first, Encoding.UTF8.GetString(statement.FirstRows.Span));
        Assert.Equal(0, body.Position);
    }

    [Fact]
    public async Task Rows_of_a_long_body_are_not_gathered()
    {
        byte[] bytes = [.. "INSERT INTO t FORMAT RowBinary\n"u8, .. new byte[2_000_000]];
        var body = new MemoryStream(bytes);
        var statement = await Statement.ReadAsync("", body, TestContext.Current.CancellationToken);
        Assert.InRange(body.Position, 1, 600_000);
        Assert.Equal(2_000_000, statement.FirstRows.Length + bytes.Length - body.Position);
    }

    private static Task<Statement> ReadAsync(string query, byte[] body) => Statement.ReadAsync(query, new MemoryStream(body), TestContext.Current.CancellationToken);
}
