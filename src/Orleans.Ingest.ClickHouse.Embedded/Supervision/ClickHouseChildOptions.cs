namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>How the parent starts and keeps its ClickHouse.</summary>
public sealed class ClickHouseChildOptions
{
    /// <summary>Where the child's database lives. Default <c>data/clickhouse</c> under the working directory.</summary>
    public string DataDirectory { get; set; } = Path.Combine("data", "clickhouse");

    /// <summary>The child's port on 127.0.0.1. Default 8123; 0 takes a free one at the first start and keeps it over restarts.</summary>
    public int HttpPort { get; set; } = 8123;

    /// <summary>The user that may read. Default (null) <c>default</c>. (Writing is for the parent's secret alone.)</summary>
    public string? Username { get; set; }

    /// <summary>That user's password. Default (null) none.</summary>
    public string? Password { get; set; }

    /// <summary>The program to start and its arguments. Default (empty) this very program.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    /// <summary>Pause before the first restart; doubled with each further failure in a row. Default 100 ms.</summary>
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause between restarts. Default 5 s.</summary>
    public TimeSpan MaxRestartDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the child may take to end when the parent stops, before it is killed (its data survives that). Default 10 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    internal IReadOnlyList<string> CommandOrThisProgram()
    {
        if (Command.Count > 0) return Command;
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known: set the command of the ClickHouse child.");
        if (!Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase)) return [program];
        var entry = System.Reflection.Assembly.GetEntryAssembly()?.Location;
        return string.IsNullOrEmpty(entry)
            ? throw new InvalidOperationException("This program runs under dotnet, but its entry assembly is not known: set the command of the ClickHouse child.")
            : [program, entry];
    }
}
