using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Compression;
using Xunit;
using ZstdSharp;

namespace Orleans.Ingest.Tests.ClickHouse.Embedded;

public sealed class CompressedBlockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(CompressedBlock.MaxWrittenBytes)]
    [InlineData((2 * CompressedBlock.MaxWrittenBytes) + 1)]
    public async Task What_is_written_is_read(int length)
    {
        var data = Sample(length);
        Assert.Equal(data, await ReadAsync(await WriteAsync(data)));
    }

    [Fact]
    public async Task A_block_says_method_and_lengths()
    {
        var block = await WriteAsync(new byte[1000]);
        Assert.Equal(0x82, block[16]);
        Assert.Equal(block.Length - 16, BitConverter.ToInt32(block, 17));
        Assert.Equal(1000, BitConverter.ToInt32(block, 21));
    }

    [Theory]
    [InlineData(0x90)]
    [InlineData(0x02)]
    public async Task Zstd_and_unpacked_blocks_are_read_too(byte method)
    {
        var data = Sample(5000);
        using var compressor = new Compressor();
        var packed = method == 0x90 ? compressor.Wrap(data).ToArray() : data;
        Assert.Equal(data, await ReadAsync(Block(method, packed, data.Length)));
    }

    [Fact]
    public async Task A_damaged_block_is_refused_by_its_checksum()
    {
        var block = await WriteAsync(Sample(1000));
        block[^1] ^= 1;
        await RefusedAsync(block, "Code: 40.");
    }

    [Fact]
    public async Task A_body_that_ends_within_a_block_is_refused()
    {
        var block = await WriteAsync(Sample(1000));
        await RefusedAsync(block[..^1], "Code: 33.");
        await RefusedAsync(block[..10], "Code: 33.");
    }

    [Fact]
    public async Task A_body_that_is_not_compressed_is_refused_before_memory_is_taken_for_it() =>
        await RefusedAsync("SELECT 1 and something longer than a block's head"u8.ToArray(), "Code: 119.");

    [Fact]
    public async Task An_unknown_method_is_refused() => await RefusedAsync(Block(0x77, [1, 2, 3], 3), "Code: 89.");

    private static byte[] Sample(int length)
    {
        var data = new byte[length];
        new Random(1).NextBytes(data.AsSpan(0, length / 2));
        return data;
    }

    private static byte[] Block(byte method, byte[] packed, int unpacked)
    {
        byte[] rest = [method, .. BitConverter.GetBytes(packed.Length + 9), .. BitConverter.GetBytes(unpacked), .. packed];
        var hash = CityHash128.Of(rest);
        return [.. BitConverter.GetBytes((ulong)hash), .. BitConverter.GetBytes((ulong)(hash >> 64)), .. rest];
    }

    private static async Task<byte[]> WriteAsync(byte[] data)
    {
        var written = new MemoryStream();
        await using (var blocks = new BlockWriteStream(written))
        {
            foreach (var piece in data.Chunk(777_777)) await blocks.WriteAsync(piece, TestContext.Current.CancellationToken);
        }

        return written.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] blocks)
    {
        var data = new MemoryStream();
        await using var stream = new BlockReadStream(new MemoryStream(blocks));
        await stream.CopyToAsync(data, TestContext.Current.CancellationToken);
        return data.ToArray();
    }

    private static async Task RefusedAsync(byte[] blocks, string code) =>
        Assert.StartsWith(code, (await Assert.ThrowsAsync<RequestRefusedException>(() => ReadAsync(blocks))).Message);
}
