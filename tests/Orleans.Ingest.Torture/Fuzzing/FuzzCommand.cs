using System.CommandLine;

namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>The command <c>fuzz</c>.</summary>
internal static class FuzzCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var defaults = new FuzzOptions();
        var requests = new Option<int>("--requests") { Description = "Requests in all.", DefaultValueFactory = _ => defaults.Requests };
        var connections = new Option<int>("--connections") { Description = "That send at a time.", DefaultValueFactory = _ => defaults.Connections };
        var seed = new Option<int>("--seed") { Description = "Decides every request, with its number.", DefaultValueFactory = _ => Random.Shared.Next(1_000_000) };
        var only = new Option<int?>("--only") { Description = "Send only the request of this number, and show it: repeats a finding, with the same --seed and --target." };
        var target = new Option<string[]>("--target") { Description = "Only these ways in: event, bulk, api, ClickHouse.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("fuzz", "Sends generated requests to a service that it starts. Exit status 1 for a 5xx, a hang, growth, or an acknowledged event that is not stored once.") { requests, connections, seed, only, target };
        command.SetAction(async (parsed, _) =>
        {
            var console = parsed.InvocationConfiguration.Output;
            var options = defaults with
            {
                Requests = parsed.GetValue(requests), Connections = parsed.GetValue(connections), Seed = parsed.GetValue(seed), Only = parsed.GetValue(only), Targets = parsed.GetValue(target) ?? [],
            };
            console.WriteLine($"seed {options.Seed}");
            var report = await new FuzzRun(options, console.WriteLine).RunAsync();
            console.WriteLine(report);
            return report.Holds ? 0 : 1;
        });
        return command;
    }
}
