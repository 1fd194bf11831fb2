using System.Globalization;

namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>One additive step of the schema: a statement that does nothing when it has been done before.</summary>
/// <param name="Version">Its number; steps are done in order.</param>
/// <param name="Name">What it makes.</param>
/// <param name="Sql">One statement, with the places of <see cref="TableDialect"/>.</param>
internal sealed record Migration(int Version, string Name, string Sql)
{
    private const string Prefix = "Migrations/";
    private const string Extension = ".sql";

    /// <summary>All steps, in order: the files beside this one.</summary>
    public static IReadOnlyList<Migration> All { get; } = ReadAll();

    private static List<Migration> ReadAll()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Prefix.Length..^Extension.Length];
            var underscore = name.IndexOf('_');
            migrations.Add(new(int.Parse(name[..underscore], CultureInfo.InvariantCulture), name[(underscore + 1)..], reader.ReadToEnd()));
        }

        return migrations;
    }
}
