using System.Collections.Frozen;

namespace Orleans.Ingest.Pipeline.Enrichment.Sources;

/// <summary>Category of a source by its name, whatever the letter case: GA4's table, and the own additions over it.</summary>
internal sealed class SourceCategories
{
    private readonly FrozenDictionary<string, SourceCategory> _byName;

    private SourceCategories(FrozenDictionary<string, SourceCategory> byName) => _byName = byName;

    /// <summary>With the tables that come with the program.</summary>
    public static SourceCategories Load()
    {
        var byName = new Dictionary<string, SourceCategory>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in (string[])["sources/source-categories.tsv", "sources/own-source-categories.tsv"])
        {
            foreach (var row in DataTable.Rows(table, 2))
                byName[row[0]] = Read(row[1], table);
        }

        return new(byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>None when the source is not in the tables.</summary>
    public SourceCategory Of(string source) => _byName.GetValueOrDefault(source, SourceCategory.None);

    private static SourceCategory Read(string text, string table) => text switch
    {
        "search" => SourceCategory.Search,
        "social" => SourceCategory.Social,
        "video" => SourceCategory.Video,
        "shopping" => SourceCategory.Shopping,
        "email" => SourceCategory.Email,
        "ai" => SourceCategory.AiAssistant,
        _ => throw new InvalidDataException($"{table} has the unknown category '{text}'."),
    };
}
