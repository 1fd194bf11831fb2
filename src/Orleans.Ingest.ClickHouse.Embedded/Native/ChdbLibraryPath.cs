using System.Runtime.InteropServices;

namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>Finds libchdb where the build restored it. It is 566 MB, so it is loaded from there and never copied.</summary>
internal static class ChdbLibraryPath
{
    private const string HostOption = "Orleans.Ingest.ChdbDirectory";
    private const string EnvironmentVariable = "INGEST_CHDB_LIBRARY";

    public static string Find() =>
        Find(AppContext.GetData(HostOption) as string, AppContext.BaseDirectory, Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <param name="configuredDirectory">The <c>@chdb/</c> directory written to runtimeconfig.json, if any.</param>
    /// <param name="baseDirectory">Where the search upwards for <c>src/npm/node_modules/@chdb</c> begins.</param>
    /// <param name="library">Path of the library itself, from the environment.</param>
    internal static string Find(string? configuredDirectory, string baseDirectory, string? library)
    {
        var relative = Path.Combine(PackageName(), "libchdb.so");
        var tried = new List<string>();
        foreach (var directory in Directories(configuredDirectory, baseDirectory))
        {
            var candidate = Path.Combine(directory, relative);
            if (File.Exists(candidate)) return candidate;
            tried.Add(candidate);
        }

        if (!string.IsNullOrEmpty(library))
        {
            if (File.Exists(library)) return library;
            tried.Add(library);
        }

        throw new ChdbException(
            $"The native engine was not found; looked at: {string.Join(", ", tried)}. " +
            $"Restore it with `dotnet build src/npm/npm.proj -t:NpmCi`, or set {EnvironmentVariable} to the path of libchdb.so.");
    }

    private static IEnumerable<string> Directories(string? configuredDirectory, string baseDirectory)
    {
        if (!string.IsNullOrEmpty(configuredDirectory)) yield return configuredDirectory;
        for (var directory = new DirectoryInfo(baseDirectory); directory is not null; directory = directory.Parent)
        {
            var modules = Path.Combine(directory.FullName, "src", "npm", "node_modules", "@chdb");
            if (Directory.Exists(modules)) yield return modules;
        }
    }

    private static string PackageName()
    {
        var architecture = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            var other => throw new PlatformNotSupportedException($"No chDB package exists for {other}: use a ClickHouse server instead (Ingest:Mode=cluster)."),
        };
        if (OperatingSystem.IsLinux()) return $"lib-linux-{architecture}-gnu";
        if (OperatingSystem.IsMacOS()) return $"lib-darwin-{architecture}";
        throw new PlatformNotSupportedException("chDB exists for Linux and macOS only: use a ClickHouse server instead (Ingest:Mode=cluster).");
    }
}
