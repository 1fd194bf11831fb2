using System.Diagnostics;

namespace Orleans.Ingest.Drivers;

/// <summary>The files of <c>docs/history</c>, used as that folder's page says.</summary>
public static class HistoryCopy
{
    /// <summary>A file's text.</summary>
    public static string Text(string file) => File.ReadAllText(Checkout.PathOf("docs", "history", file));

    /// <summary>Runs <c>copy.sh</c>: the months it names, one a line.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string[]> RunAsync(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("bash", [Checkout.PathOf("docs", "history", "copy.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var copy = Process.Start(start)!;
        var errors = copy.StandardError.ReadToEndAsync();
        var output = await copy.StandardOutput.ReadToEndAsync();
        await copy.WaitForExitAsync();
        return copy.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException($"copy.sh: {output}{await errors}");
    }
}
