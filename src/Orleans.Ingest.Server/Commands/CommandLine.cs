using System.CommandLine;
using Orleans.Ingest.Server.Modes;

namespace Orleans.Ingest.Server.Commands;

/// <summary>What the program can be told to do; without a command it runs the service.</summary>
internal static class CommandLine
{
    /// <summary>Does it; returns the exit code.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Takes the events of Plausible-compatible trackers and writes them to ClickHouse. Without a command: runs the service.")
        {
            // Keys of the configuration are options too: --Ingest:DataDirectory=/srv/ingest. The options' validation knows them.
            TreatUnmatchedTokensAsErrors = false,
        };
        root.Subcommands.Add(AuditCommand.Create());
        root.SetAction((parsed, _) => parsed.UnmatchedTokens is [var first, ..] && first[0] != '-'
            ? Task.FromResult(Unknown(first))
            : IngestProgram.RunAsync(args));
        return root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static int Unknown(string command)
    {
        Console.Error.WriteLine($"There is no command '{command}': --help lists them.");
        return 2;
    }
}
