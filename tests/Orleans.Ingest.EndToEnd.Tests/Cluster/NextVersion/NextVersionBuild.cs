using System.Diagnostics;
using System.Text;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster.NextVersion;

/// <summary>The program built once more, with messages that have a field more: the next version of it, in a directory of its own.</summary>
internal sealed class NextVersionBuild : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-next-");

    private NextVersionBuild()
    {
    }

    /// <summary>The program.</summary>
    public string Program => Path.Combine(Output, "Orleans.Ingest.Server.dll");

    private string Output => Path.Combine(_directory.FullName, "bin", "Orleans.Ingest.Server", "release");

    /// <summary>Builds it.</summary>
    /// <exception cref="InvalidOperationException">It does not build; says what the build says.</exception>
    public static async Task<NextVersionBuild> RunAsync()
    {
        var build = new NextVersionBuild();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Root() };
        foreach (var argument in (string[])[
            "build", "src/Orleans.Ingest.Server", "--configuration", "Release", "--nologo", "--verbosity", "quiet", "-nodeReuse:false",
            "-p:UseArtifactsOutput=true", $"-p:ArtifactsPath={build._directory.FullName}", "-p:GenerateDocumentationFile=false", "-p:RunAnalyzers=false",
            $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(Root(), "tests/Orleans.Ingest.EndToEnd.Tests/Cluster/NextVersion/NextVersion.targets")}",
        ])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The next version does not build:\n{output}");

        // Names of members stand in an assembly as they are.
        var contracts = await File.ReadAllBytesAsync(Path.Combine(build.Output, "Orleans.Ingest.Contracts.dll"));
        return contracts.AsSpan().IndexOf(Encoding.UTF8.GetBytes("AddedByTheNextVersion")) >= 0 ? build : throw new InvalidOperationException("What was built is not the next version: its messages have no field more.");
    }

    /// <inheritdoc />
    public void Dispose() => _directory.Delete(recursive: true);

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Orleans.Ingest.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("Orleans.Ingest.sln was not found above the tests: run them from a build inside the checkout.");
    }
}
