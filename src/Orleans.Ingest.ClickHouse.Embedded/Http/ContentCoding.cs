using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using ZstdSharp;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>
/// Content-Encoding of requests and answers. ClickHouse.Driver sends its inserts as zstd unless told otherwise, so the
/// codings beyond .NET's own are needed.
/// </summary>
internal static class ContentCoding
{
    // The server's order of preference, whatever the client's.
    private static readonly string[] Preferred = ["zstd", "br", "lz4", "gzip", "deflate"];

    /// <summary>The coding to answer with, or null for none.</summary>
    public static string? Choose(string accepted)
    {
        var tokens = accepted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(token => token.Split(';')[0].TrimEnd());
        var names = tokens.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Preferred.FirstOrDefault(names.Contains);
    }

    public static Stream Compress(Stream body, string coding) => coding switch
    {
        "zstd" => new CompressionStream(body, level: 1, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true),
        "lz4" => LZ4Stream.Encode(body, leaveOpen: true),
        "gzip" => new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionLevel.Fastest, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "Not one of the codings that Choose returns."),
    };

    public static Stream Decompress(Stream body, string coding) => coding.Trim().ToLowerInvariant() switch
    {
        "" or "identity" => body,
        "zstd" => new DecompressionStream(body, leaveOpen: true),
        "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
        "lz4" => LZ4Stream.Decode(body, leaveOpen: true),
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
        var other => throw new RequestRefusedException($"Code: 89. DB::Exception: Unknown compression method {other}: send zstd, br, lz4, gzip, deflate or none. (UNKNOWN_COMPRESSION_METHOD)"),
    };
}
