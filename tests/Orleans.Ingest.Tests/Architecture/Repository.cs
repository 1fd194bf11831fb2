namespace Orleans.Ingest.Tests.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Source files of the project, without what builds and packages leave.</summary>
    public static IEnumerable<string> Files(string pattern, params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules"))
        .Order(StringComparer.Ordinal);

    public static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Orleans.Ingest.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException("Orleans.Ingest.sln was not found above the tests: run them from a build inside the checkout.");
    }
}
