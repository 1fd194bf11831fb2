using System.Text;
using System.Text.Json;

namespace Orleans.Ingest.Pipeline.Enrichment.UserAgents;

/// <summary>
/// Opens the embedded lists: Matomo's, as npm's node-device-detector ships them (JavaScript files that hold one literal each),
/// and the project's own JSON.
/// </summary>
internal static class EmbeddedLists
{
    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>A file under <c>regexes</c>: strict JSON behind <c>module.exports =</c>.</summary>
    internal static JsonDocument Regexes(string name) => JsonDocument.Parse(Literal(Read($"node-device-detector/{name}.js")), Tolerant);

    /// <summary>A file of names: the same with single quotes (and none within the names).</summary>
    internal static JsonDocument Names(string name)
    {
        var literal = Encoding.UTF8.GetString(Literal(Read($"node-device-detector/{name}.js")).Span);
        return JsonDocument.Parse(literal.Replace('\'', '"'), Tolerant);
    }

    internal static JsonDocument Own(string name) => JsonDocument.Parse(Read($"user-agents/{name}.json"));

    private static ReadOnlyMemory<byte> Literal(byte[] file)
    {
        var start = file.AsSpan().IndexOf((byte)'=') + 1;
        var end = file.AsSpan().LastIndexOfAny((byte)']', (byte)'}') + 1;
        return start > 0 && end > start
            ? file.AsMemory(start, end - start)
            : throw new InvalidDataException("A list of node-device-detector does not look like 'module.exports = [...]'; is the npm package another version than the lockfile's?");
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(EmbeddedLists).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidDataException($"The resource {resource} is missing: it is embedded at build from npm packages, which 'dotnet build' restores.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
