using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Orleans.Ingest.Server.Commands.Help;
using Orleans.Ingest.Server.Commands.Import;
using Orleans.Ingest.Server.Commands.Validate;
using Orleans.Ingest.Server.Modes;

namespace Orleans.Ingest.Server.Commands;

/// <summary>What the program can be told to do; without a command it runs the service.</summary>
internal static class CommandLine
{
    private const int CouldNotBegin = 2;

    /// <summary>Does it; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Orleans.Ingest takes the events of Plausible-compatible trackers over HTTP and writes them to ClickHouse. Without a command it runs the service: embedded, with everything on this machine, or as a member of a cluster (Ingest:Mode=cluster).")
        {
            // Keys of the configuration are options too: --Ingest:DataDirectory=/srv/ingest. The options' validation knows them.
            TreatUnmatchedTokensAsErrors = false,
        };
        root.Subcommands.Add(ValidateCommand.Create());
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(AuditCommand.Create());
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithConfiguration((HelpAction)help.Action!);
        root.SetAction((parsed, _) => parsed.UnmatchedTokens is [var first, ..] && first[0] != '-'
            ? Task.FromResult(Unknown(first))
            : IngestProgram.RunAsync(args));
        var parsed = root.Parse(ConfigurationLast(args, root));
        var status = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        // What is not understood has not begun: for every command that is 2.
        return parsed.Action is ParseErrorAction ? CouldNotBegin : status;
    }

    /// <summary>Beside a command, keys of the configuration go to the end: before a command they would hide it, before a FILE they would be taken for it.</summary>
    private static string[] ConfigurationLast(string[] args, RootCommand root) =>
        args.FirstOrDefault(argument => !IsConfiguration(argument)) is { } command && root.Subcommands.Any(known => known.Name == command)
            ? [.. args.OrderBy(IsConfiguration)]
            : args;

    private static bool IsConfiguration(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) is > 2 and var end && (argument.AsSpan(2, end - 2).Contains(':') || ConfigurationKeys.Find(argument[2..end]) is not null);

    private static int Unknown(string command)
    {
        Console.Error.WriteLine($"There is no command '{command}': --help lists them.");
        return CouldNotBegin;
    }
}
