using System.Reflection;

namespace Orleans.Ingest.Pipeline.Enrichment;

/// <summary>Reads this assembly's data files: UTF-8 text, <c>#</c> starts a comment line, columns are separated by tabs.</summary>
internal static class DataTable
{
    /// <summary>Rows of an embedded table, each with exactly <paramref name="columns"/> columns.</summary>
    public static List<string[]> Rows(string resource, int columns)
    {
        var rows = new List<string[]>();
        foreach (var line in Lines(resource))
        {
            var row = line.Split('\t');
            if (row.Length != columns)
                throw new InvalidDataException($"A row of {resource} has {row.Length} columns, but {columns} are needed: {line}");
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Lines of an embedded file, without comments and blank lines.</summary>
    public static IEnumerable<string> Lines(string resource)
    {
        using var reader = new StreamReader(Open(resource));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    /// <summary>An embedded file as it is.</summary>
    public static Stream Open(string resource) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
        ?? throw new InvalidDataException($"The data file {resource} is not embedded: see the EmbeddedResource items of the Pipeline project.");
}
