using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Ingest.Web.Script;

/// <summary>One form of the tracker, ready to be sent: its bytes plain and compressed, and the ETag over them.</summary>
internal sealed class ScriptFile
{
    private ScriptFile(byte[] plain)
    {
        Plain = plain;
        Brotli = Compress(plain, stream => new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true));
        Gzip = Compress(plain, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));
        ETag = $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8))}\"";
    }

    public byte[] Plain { get; }
    public byte[] Brotli { get; }
    public byte[] Gzip { get; }

    /// <summary>Weak comparison is all that a script needs, so the encodings share one tag.</summary>
    public string ETag { get; }

    public static ScriptFile For(ScriptFeatures features) => new(Encoding.UTF8.GetBytes(TrackerScript.For(features)));

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> encoder)
    {
        using var compressed = new MemoryStream();
        using (var stream = encoder(compressed)) stream.Write(plain);
        return compressed.ToArray();
    }
}
