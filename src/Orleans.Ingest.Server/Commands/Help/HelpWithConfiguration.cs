using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Orleans.Ingest.Server.Commands.Help;

/// <summary><c>--help</c>: after the commands, every key of the configuration.</summary>
internal sealed class HelpWithConfiguration(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var status = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not RootCommand) return status;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Configuration, as --Key=value behind the command, or in the environment with __ in the place of each colon (Ingest__DataDirectory=/srv/ingest):");
        foreach (var key in ConfigurationKeys.All)
        {
            output.WriteLine($"  {key.Names}");
            output.WriteLine($"      default: {key.Default}");
            output.WriteLine($"      {key.Meaning}");
        }

        output.WriteLine();
        output.WriteLine("'validate' says what is wrong with a configuration, and what a start with it would do.");
        return status;
    }
}
