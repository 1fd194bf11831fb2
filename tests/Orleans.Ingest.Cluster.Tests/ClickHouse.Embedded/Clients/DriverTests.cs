using System.Data;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using ClickHouse.Driver.ADO.Parameters;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded.Clients;

/// <summary>The official driver of .NET.</summary>
public sealed class DriverTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private const string Running = "SELECT count() FROM system.processes WHERE query LIKE '%100000000000%' AND query NOT LIKE '%processes%'";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string ConnectionString => $"Host=127.0.0.1;Port={clickHouse.Address.Port}";

    [Fact]
    public async Task Rows_are_copied_in_bulk_and_read_back()
    {
        await clickHouse.QueryAsync("CREATE TABLE bulk (id UInt64, name Nullable(String), at DateTime64(3, 'UTC'), tags Array(String), price Decimal(18, 4)) ENGINE = MergeTree ORDER BY id");
        using var client = new ClickHouseClient(ConnectionString);
        var at = new DateTime(2024, 2, 29, 23, 59, 59, 123, DateTimeKind.Utc);
        await client.InsertBinaryAsync(
            "bulk",
            ["id", "name", "at", "tags", "price"],
            Enumerable.Range(0, 100_000).Select(row => new object[] { (ulong)row, row % 2 == 0 ? "even" : DBNull.Value, at.AddSeconds(row), new[] { "a", $"{row}" }, row / 4m }),
            new InsertOptions { BatchSize = 30_000 },
            Cancel);

        using var reader = await client.ExecuteReaderAsync("SELECT id, name, at, tags, price FROM bulk ORDER BY id", cancellationToken: Cancel);
        var expected = 0UL;
        for (; reader.Read(); expected++)
        {
            Assert.Equal(expected, reader.GetValue(0));
            Assert.Equal(expected % 2 != 0, reader.IsDBNull(1));
            Assert.Equal(at.AddSeconds(expected), reader.GetDateTime(2));
            Assert.Equal(["a", $"{expected}"], (string[])reader.GetValue(3));
            Assert.Equal(expected / 4m, reader.GetDecimal(4));
        }

        Assert.Equal(100_000UL, expected);
    }

    [Fact]
    public async Task Parameters_settings_and_schema_are_understood()
    {
        await using var connection = new ClickHouseConnection(ConnectionString);
        await connection.OpenAsync(Cancel);
        Assert.Equal(ConnectionState.Open, connection.State);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT {text:String} AS text, {list:Array(Int32)} AS list, {none:Nullable(Int32)} AS none, getSetting('max_threads') AS threads";
        command.Parameters.Add(new ClickHouseDbParameter { ParameterName = "text", Value = "it's\t\\ ü" });
        command.Parameters.Add(new ClickHouseDbParameter { ParameterName = "list", Value = new[] { 1, 2 } });
        command.Parameters.Add(new ClickHouseDbParameter { ParameterName = "none", Value = DBNull.Value });
        command.CustomSettings["max_threads"] = 3;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        Assert.Equal(["text", "list", "none", "threads"], Enumerable.Range(0, reader.FieldCount).Select(reader.GetName));
        Assert.True(await reader.ReadAsync(Cancel));
        Assert.Equal("it's\t\\ ü", reader.GetString(0));
        Assert.Equal([1, 2], (int[])reader.GetValue(1));
        Assert.True(reader.IsDBNull(2));
        Assert.Equal(3, Convert.ToInt32(reader.GetValue(3), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_session_keeps_its_temporary_table()
    {
        await using var connection = new ClickHouseConnection(ConnectionString + ";UseSession=true;SessionId=driver");
        await using var command = connection.CreateCommand();
        foreach (var sql in new[] { "CREATE TEMPORARY TABLE mine (a UInt8)", "INSERT INTO mine VALUES (7)" })
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Cancel);
        }

        command.CommandText = "SELECT a FROM mine";
        Assert.Equal((byte)7, await command.ExecuteScalarAsync(Cancel));
    }

    [Theory]
    [InlineData("SELECT * FROM nowhere", 60)]
    [InlineData("SELEKT 1", 62)]
    [InlineData("SELECT throwIf(1)", 395)]
    public async Task Errors_have_their_codes(string sql, int code)
    {
        using var client = new ClickHouseClient(ConnectionString);
        Assert.Equal(code, (await Assert.ThrowsAsync<ClickHouseServerException>(() => client.ExecuteScalarAsync(sql, cancellationToken: Cancel))).ErrorCode);
    }

    [Fact]
    public async Task A_cancelled_query_ends_in_the_engine()
    {
        using var client = new ClickHouseClient(ConnectionString);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = client.ExecuteScalarAsync("SELECT sum(sipHash64(number)) FROM numbers(100000000000)", cancellationToken: leaves.Token);
        await clickHouse.EventuallyAsync(Running, "1", Cancel);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await clickHouse.EventuallyAsync(Running, "0", Cancel);
    }

    [Fact]
    public async Task A_reader_that_is_left_early_ends_its_query()
    {
        using var client = new ClickHouseClient(ConnectionString);
        using (var reader = await client.ExecuteReaderAsync("SELECT number FROM numbers(100000000000)", cancellationToken: Cancel))
        {
            for (var row = 0; row < 1000; row++) Assert.True(reader.Read());
        }

        await clickHouse.EventuallyAsync(Running, "0", Cancel);
    }
}
