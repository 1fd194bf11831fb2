using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>The request's body, decompressed by its Content-Encoding.</summary>
internal static class RequestBody
{
    public static Stream Open(HttpRequest http) => http.Headers.ContentEncoding.ToString().Trim() switch
    {
        "" or "identity" => http.Body,
        "gzip" or "x-gzip" => new GZipStream(http.Body, CompressionMode.Decompress, leaveOpen: true),
        "deflate" => new ZLibStream(http.Body, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(http.Body, CompressionMode.Decompress, leaveOpen: true),
        var other => throw new RequestRefusedException(
            $"Code: 48. DB::Exception: Content-Encoding {other} is not supported by the embedded endpoint: send gzip, deflate, br or none. (NOT_IMPLEMENTED)"),
    };
}
