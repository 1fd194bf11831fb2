using System.CommandLine;
using Orleans.Ingest.Torture;

var defaults = new TortureOptions();
var rounds = new Option<int>("--rounds") { Description = "Kills.", DefaultValueFactory = _ => defaults.Rounds };
var rate = new Option<int>("--rate") { Description = "Events a second.", DefaultValueFactory = _ => defaults.Rate };
var seed = new Option<int>("--seed") { Description = "Decides what is killed when.", DefaultValueFactory = _ => Random.Shared.Next() };
var kill = new Option<Victim[]>("--kill") { Description = "What may be killed.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [.. defaults.Victims] };
var outage = new Option<TimeSpan?>("--outage") { Description = "Instead of rounds: keep ClickHouse down for so long, such as 00:20:00." };
var command = new RootCommand("Kills the service and its ClickHouse at random under load, and compares what was acknowledged with what is stored. Exit status 1 if anything is off.")
{
    rounds, rate, seed, kill, outage,
};
command.SetAction(async (parsed, _) =>
{
    var console = parsed.InvocationConfiguration.Output;
    var options = defaults with
    {
        Rounds = parsed.GetValue(rounds), Rate = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Victims = parsed.GetValue(kill)!, Outage = parsed.GetValue(outage),
    };
    console.WriteLine($"seed {options.Seed}");
    var report = await new TortureRun(options, console.WriteLine).RunAsync();
    console.WriteLine(report);
    console.WriteLine(report.Holds ? "Nothing is lost, nothing is doubled." : "SOMETHING IS OFF.");
    return report.Holds ? 0 : 1;
});
return await command.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
