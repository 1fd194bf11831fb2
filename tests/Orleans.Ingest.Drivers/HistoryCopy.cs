namespace Orleans.Ingest.Drivers;

/// <summary>The files of <c>docs/migration</c>, used as <c>docs/migration.md</c> says.</summary>
public static class HistoryCopy
{
    /// <summary>A file's text.</summary>
    public static string Text(string file) => File.ReadAllText(Checkout.PathOf("docs", "migration", file));

    /// <summary>Runs <c>copy.sh</c>: the months it names, one a line.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static Task<string[]> RunAsync(params (string Name, string Value)[] variables) => ShellScript.RunAsync(Checkout.PathOf("docs", "migration", "copy.sh"), Checkout.Root, variables);
}
