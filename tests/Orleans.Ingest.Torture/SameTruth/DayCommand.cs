using System.CommandLine;

namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>The command <c>day</c>.</summary>
internal static class DayCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var defaults = new DayOptions();
        var events = new Option<int>("--events") { Description = "Events of the day.", DefaultValueFactory = _ => defaults.Events };
        var seed = new Option<int>("--seed") { Description = "Decides everything about the day and what is struck.", DefaultValueFactory = _ => defaults.Seed };
        var blows = new Option<int>("--blows") { Description = "What falls on the struck cluster, at most.", DefaultValueFactory = _ => defaults.Blows };
        var only = new Option<string[]>("--only") { Description = "Only these beside the embedded mode: cluster, struck, shuffled.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("day", "Plays one day through the embedded mode, a cluster, a cluster that is killed and rolled meanwhile, and in another order, and compares the tables. Exit status 1 if they differ. Needs redis-server and libfaketime: each is begun with the clock of the day before, so that the midnight changes the salts.") { events, seed, blows, only };
        command.SetAction(async (parsed, _) =>
        {
            var console = parsed.InvocationConfiguration.Output;
            var options = defaults with { Events = parsed.GetValue(events), Seed = parsed.GetValue(seed), Blows = parsed.GetValue(blows), Only = parsed.GetValue(only) ?? [] };
            var holds = await new DayRun(options, console.WriteLine).RunAsync();
            console.WriteLine(holds ? "One truth." : "THE TABLES DIFFER.");
            return holds ? 0 : 1;
        });
        return command;
    }
}
