namespace Orleans.Ingest.Drivers;

/// <summary>The checkout that the tests were built from.</summary>
public static class Checkout
{
    /// <summary>Its directory.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file of it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Orleans.Ingest.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Orleans.Ingest.sln was not found above the tests: run them from a build inside the checkout.");
    }
}
