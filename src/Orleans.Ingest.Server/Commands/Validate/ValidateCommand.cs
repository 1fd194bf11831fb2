using System.CommandLine;

namespace Orleans.Ingest.Server.Commands.Validate;

/// <summary><c>validate</c>: what a start with this configuration would refuse, all of it at once, or what it would do. Exit status 0 when it would start, else 1.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var command = new Command("validate", "Reads the configuration as a start would and says every fault with its fix (exit status 1), or what a start would do. Nothing is started, made or connected to.");
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, _) => Task.FromResult(Run([.. parsed.UnmatchedTokens], parsed.InvocationConfiguration)));
        return command;
    }

    private static int Run(string[] args, InvocationConfiguration console)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var check = new ConfigurationCheck(builder);
        foreach (var hint in check.Hints) console.Error.WriteLine($"note: {hint}");
        if (check.Faults.Count > 0)
        {
            foreach (var fault in check.Faults) console.Output.WriteLine(fault);
            return 1;
        }

        console.Output.WriteLine("ok");
        foreach (var line in StartPlan.Of(check.Options, builder.Configuration)) console.Output.WriteLine($"  {line}");
        return 0;
    }
}
