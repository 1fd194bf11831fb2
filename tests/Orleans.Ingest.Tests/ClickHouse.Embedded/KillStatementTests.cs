using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Sql;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class KillStatementTests
{
    [Theory]
    [InlineData("KILL QUERY WHERE query_id = 'a''b'", "a'b")]
    [InlineData("kill query where query_id='x' sync;", "x")]
    [InlineData("KILL QUERY WHERE query_id = 'x' ASYNC", "x")]
    [InlineData("KILL QUERY WHERE query_id = 'x' OR 1", null)]
    [InlineData("KILL QUERY WHERE user = 'x'", null)]
    [InlineData("KILL QUERY", null)]
    [InlineData("SELECT 1", null)]
    public void The_query_id_is_found(string sql, string? id) => Assert.Equal(id, KillStatement.QueryId(Encoding.UTF8.GetBytes(sql)));
}
