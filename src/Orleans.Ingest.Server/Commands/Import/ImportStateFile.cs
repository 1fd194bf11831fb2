using System.Text.Json;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>Keeps <see cref="ImportState"/> in a file, which is replaced as a whole: after a kill it holds the old state or the new one.</summary>
internal sealed class ImportStateFile(string? path)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The state of an earlier run; a new one when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is of another import, or cannot be read.</exception>
    public ImportState Load(string source)
    {
        if (path is null || !File.Exists(path)) return new() { Source = source };
        ImportState? state;
        try
        {
            state = JsonSerializer.Deserialize<ImportState>(File.ReadAllBytes(path), _json);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The state file '{path}' cannot be read ({error.Message}): name another with --state, or delete it to begin anew. Lines that are stored are recognised for 24 hours.", error);
        }

        return state?.Source == source ? state : throw new InvalidDataException(
            $"The state file '{path}' belongs to another file, or the first line of this one has changed: name another with --state, or delete it to begin anew.");
    }

    /// <summary>Replaces the file.</summary>
    public void Save(ImportState state)
    {
        if (path is null) return;
        var next = path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, state, _json);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
