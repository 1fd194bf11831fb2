using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>
/// Ids for lines that have none: the same line of the same file has the same one in every run, so a batch that was stored although its answer was lost is not stored
/// again. The file is known by its name (without directories) and its first line, so that one that grows stays the same; the line by its number and all its bytes, so that two
/// files that begin alike do not take each other's lines for their own.
/// </summary>
internal static class LineId
{
    private const int Bytes = 16;

    /// <summary>Names a file.</summary>
    public static string SourceOf(string name, ReadOnlySpan<byte> firstLine)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        hash.AppendData(firstLine);
        return Base64Url.EncodeToString(hash.GetHashAndReset());
    }

    /// <summary>The id of a line.</summary>
    public static string Of(string source, long number, ReadOnlySpan<byte> line)
    {
        Span<byte> counted = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(counted, number);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(source));
        hash.AppendData(counted);
        hash.AppendData(line);
        return "import-" + Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, Bytes));
    }
}
