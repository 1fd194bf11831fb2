using System.Globalization;
using System.Text;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>The file of lines that are no usable events: JSON with the number, what is wrong, and the line itself as text. Made with the first of them.</summary>
internal sealed class RejectedLines(string? path, TextWriter errors) : IDisposable
{
    private FileStream? _file;

    /// <summary>The file; null when there is none and the lines are shown instead.</summary>
    public string? Path => path;

    /// <summary>Bytes of it, all synced to the disk.</summary>
    public long Length { get; private set; }

    /// <summary>Cuts off what a killed run wrote and did not note.</summary>
    public void Begin(long length)
    {
        Length = length;
        if (path is null || !File.Exists(path)) return;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(Math.Min(length, file.Length));
    }

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="faults">What is wrong with it, as JSON.</param>
    public void Add(ImportLine line, string faults)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(Encoding.UTF8.GetString(line.Text.Span));
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"line":{{line.Number}},"errors":{{faults}},"text":{{text}}}""");
        if (path is null)
        {
            errors.WriteLine(json);
            return;
        }

        _file ??= new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        _file.Write(Encoding.UTF8.GetBytes(json + "\n"));
    }

    /// <summary>What was added is on the disk when it returns.</summary>
    public void Sync()
    {
        if (_file is null) return;
        _file.Flush(flushToDisk: true);
        Length = _file.Length;
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();
}
