using System.Diagnostics;

namespace Orleans.Ingest.Drivers;

/// <summary>A script of the documentation, run as a reader would.</summary>
public static class ShellScript
{
    /// <summary>What it printed, line by line.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string[]> RunAsync(string path, string directory, params (string Name, string Value)[] variables) => RunAsync(path, directory, [], variables);

    /// <summary>The same with arguments.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string[]> RunAsync(string path, string directory, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var script = Process.Start(start)!;
        var errors = script.StandardError.ReadToEndAsync();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException($"{Path.GetFileName(path)}: {output}{await errors}");
    }
}
