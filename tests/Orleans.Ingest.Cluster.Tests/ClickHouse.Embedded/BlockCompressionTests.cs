using System.Net;
using Orleans.Ingest.ClickHouse.Embedded.Compression;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class BlockCompressionTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The engine's files are such blocks, so they show that checksums and methods are the engine's own.</summary>
    [Theory]
    [InlineData("LZ4")]
    [InlineData("ZSTD")]
    [InlineData("NONE")]
    public async Task The_engines_own_files_are_read(string codec)
    {
        await clickHouse.QueryAsync($"CREATE TABLE files_{codec} (a UInt64 CODEC({codec})) ENGINE = MergeTree ORDER BY tuple() SETTINGS min_bytes_for_wide_part = 0, compress_marks = 0");
        await clickHouse.QueryAsync($"INSERT INTO files_{codec} SELECT sipHash64(number) % 1000 FROM numbers(100000)");
        var part = await clickHouse.QueryAsync($"SELECT path FROM system.parts WHERE table = 'files_{codec}' AND active");
        await using var file = File.OpenRead(Path.Combine(part, "a.bin"));
        var values = new MemoryStream();
        await using (var blocks = new BlockReadStream(file)) await blocks.CopyToAsync(values, Cancel);

        var expected = await clickHouse.Http.GetByteArrayAsync(new Uri($"/?query=SELECT+a+FROM+files_{codec}+FORMAT+RowBinary&max_threads=1", UriKind.Relative), Cancel);
        Assert.Equal(expected, values.ToArray());
    }

    [Theory]
    [InlineData("SELECT number FROM numbers(1000000)", "", 6_888_890)]
    [InlineData("SELECT 1", "", 2)]
    [InlineData("SELECT 1 WHERE 0", "", 0)]
    [InlineData("SELECT number FROM numbers(1000000)", "&enable_http_compression=1", 6_888_890)]
    public async Task Answers_come_in_blocks(string sql, string query, int length)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/?compress=1" + query, UriKind.Relative)) { Content = new StringContent(sql) };
        if (query.Length > 0) request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await clickHouse.Http.SendAsync(request, Cancel);
        await using var body = Orleans.Ingest.ClickHouse.Embedded.Http.ContentCoding.Decompress(await response.Content.ReadAsStreamAsync(Cancel), string.Concat(response.Content.Headers.ContentEncoding));
        var plain = new MemoryStream();
        await using (var blocks = new BlockReadStream(body)) await blocks.CopyToAsync(plain, Cancel);
        Assert.Equal(length, plain.Length);
    }

    [Fact]
    public async Task Bodies_come_in_blocks()
    {
        await clickHouse.QueryAsync($"CREATE TABLE from_blocks {RowBinaryRows.Columns}");
        using (var inserted = await clickHouse.PostAsync(await BlocksAsync(RowBinaryRows.Of(100_000)), "?decompress=1&query=INSERT+INTO+from_blocks+FORMAT+RowBinary"))
            Assert.Equal(HttpStatusCode.OK, inserted.StatusCode);
        Assert.Equal("100000\t4999950000", await clickHouse.QueryAsync("SELECT count(), sum(a) FROM from_blocks"));
        using var selected = await clickHouse.PostAsync(await BlocksAsync("SELECT 'from a block'"u8.ToArray()), "?decompress=1");
        Assert.Equal("from a block\n", await selected.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Damage_is_refused_and_nothing_is_inserted()
    {
        await clickHouse.QueryAsync($"CREATE TABLE from_damaged {RowBinaryRows.Columns}");
        var blocks = await BlocksAsync(RowBinaryRows.Of(1000));
        blocks[^1] ^= 1;
        using var response = await clickHouse.PostAsync(blocks, "?decompress=1&query=INSERT+INTO+from_damaged+FORMAT+RowBinary");
        Assert.Contains("(CHECKSUM_DOESNT_MATCH)", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("0", await clickHouse.QueryAsync("SELECT count() FROM from_damaged"));
    }

    private static async Task<byte[]> BlocksAsync(byte[] plain)
    {
        var written = new MemoryStream();
        await using (var blocks = new BlockWriteStream(written)) await blocks.WriteAsync(plain, Cancel);
        return written.ToArray();
    }
}
