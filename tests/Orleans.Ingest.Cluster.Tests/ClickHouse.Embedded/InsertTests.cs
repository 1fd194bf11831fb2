using System.Net;
using System.Net.Http.Headers;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO.Parameters;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class InsertTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private const int Rows = 10_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_token_again_is_discarded_in_whatever_pieces_it_comes()
    {
        await clickHouse.QueryAsync($"CREATE TABLE pieces {RowBinaryRows.Columns}");
        var rows = RowBinaryRows.Of(Rows);
        const string Insert = "?query=INSERT+INTO+pieces+FORMAT+RowBinary&insert_deduplication_token=";
        foreach (var piece in new[] { rows.Length, 1000, 64 * 1024 - 7 })
        {
            using var content = new StreamContent(new PieceStream(rows, piece));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var response = await clickHouse.Http.PostAsync(new Uri("/" + Insert + "first", UriKind.Relative), content, Cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal($"1\t{Rows}", await clickHouse.QueryAsync("SELECT count(), sum(rows) FROM system.parts WHERE table = 'pieces' AND active"));
        using var other = await clickHouse.PostAsync(rows, Insert + "second");
        Assert.Contains($"\"written_rows\":\"{Rows}\"", other.Headers.GetValues("X-ClickHouse-Summary").Single());
        Assert.Equal($"{2 * Rows}", await clickHouse.QueryAsync("SELECT count() FROM pieces"));
    }

    [Fact]
    public async Task Statement_and_rows_may_come_in_one_body()
    {
        await clickHouse.QueryAsync($"CREATE TABLE one_body {RowBinaryRows.Columns}");
        using var response = await clickHouse.PostAsync([.. "INSERT INTO one_body FORMAT RowBinary\n"u8, .. RowBinaryRows.Of(Rows)]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await clickHouse.QueryAsync("INSERT INTO one_body (a, s) VALUES (1, 'x'), (2, upper('y'))");
        await clickHouse.QueryAsync("INSERT INTO one_body SELECT number, 'z' FROM numbers(3)");
        await clickHouse.QueryAsync("{\"a\": 1, \"s\": \"j\"}\n", "?query=INSERT+INTO+one_body+FORMAT+JSONEachRow");
        Assert.Equal($"{Rows + 6}", await clickHouse.QueryAsync("SELECT count() FROM one_body"));
    }

    [Fact]
    public async Task A_broken_row_inserts_nothing_and_says_where()
    {
        await clickHouse.QueryAsync($"CREATE TABLE broken {RowBinaryRows.Columns}");
        using var response = await clickHouse.PostAsync(RowBinaryRows.Of(Rows)[..^3], "?query=INSERT+INTO+broken+FORMAT+RowBinary");
        Assert.Equal("33", response.Headers.GetValues("X-ClickHouse-Exception-Code").Single());
        Assert.Contains("(at row 10000)", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("0", await clickHouse.QueryAsync("SELECT count() FROM broken"));
    }

    [Fact]
    public async Task The_driver_inserts_and_queries()
    {
        await clickHouse.QueryAsync($"CREATE TABLE by_driver {RowBinaryRows.Columns}");
        using var client = new ClickHouseClient($"Host=127.0.0.1;Port={clickHouse.Address.Port}");
        var options = new InsertOptions { CustomSettings = new Dictionary<string, object> { ["insert_deduplication_token"] = "group 1" } };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await client.InsertBinaryAsync("by_driver", ["a", "s"], Enumerable.Range(0, Rows).Select(row => new object[] { (ulong)row, "text" }), options, Cancel);
            var raw = new QueryOptions { CustomSettings = new Dictionary<string, object> { ["insert_deduplication_token"] = "group 2" } };
            using var response = await client.InsertRawStreamAsync("by_driver", new MemoryStream(RowBinaryRows.Of(Rows)), "RowBinary", ["a", "s"], useCompression: true, raw, Cancel);
        }

        var parameters = new ClickHouseParameterCollection();
        parameters.Add(new ClickHouseDbParameter { ParameterName = "least", Value = 9_990UL });
        Assert.Equal(20UL, await client.ExecuteScalarAsync("SELECT count() FROM by_driver WHERE a >= {least:UInt64}", parameters, cancellationToken: Cancel));
        using var reader = await client.ExecuteReaderAsync("SELECT a, s FROM by_driver ORDER BY a LIMIT 1", cancellationToken: Cancel);
        Assert.True(reader.Read());
        Assert.Equal(0UL, reader.GetValue(0));
        var error = await Assert.ThrowsAsync<ClickHouseServerException>(() => client.ExecuteScalarAsync("SELECT * FROM nowhere", cancellationToken: Cancel));
        Assert.Equal(60, error.ErrorCode);
    }

    /// <summary>Hands out its bytes in pieces of a size.</summary>
    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(piece, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(piece, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => base.CopyToAsync(destination, piece, cancellationToken);
    }
}
