using System.Text.RegularExpressions;

namespace Orleans.Ingest.Server.Commands.Help;

/// <summary>
/// Every key of the configuration, out of docs/configuration.md, which is built into the program: the one place where keys are described, and which a test compares with
/// the options.
/// </summary>
internal static partial class ConfigurationKeys
{
    /// <summary>All of them, in the order of that page.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } = [.. Read()];

    /// <summary>The line of a key; null when there is none.</summary>
    public static ConfigurationKey? Find(string key) => All.FirstOrDefault(line => line.Names.Split(", ").Any(name => string.Equals(name, key, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<ConfigurationKey> Read()
    {
        using var page = new StreamReader(typeof(ConfigurationKeys).Assembly.GetManifestResourceStream("configuration.md")!);
        var isOfKeys = false;
        while (page.ReadLine() is { } line)
        {
            if (line.StartsWith("| key |", StringComparison.Ordinal)) isOfKeys = true;
            else if (!line.StartsWith('|')) isOfKeys = false;
            else if (isOfKeys && line.StartsWith("| `", StringComparison.Ordinal) && line.Split(" | ") is [var names, var value, ..] cells)
                yield return new(Plain(names[2..]), Plain(value), Plain(string.Join(" | ", cells.Skip(2)).TrimEnd(' ', '|')));
        }
    }

    private static string Plain(string cell) => Link().Replace(cell, "${text}").Replace("`", "", StringComparison.Ordinal).Trim();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
