using System.CommandLine;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Torture;
using Orleans.Ingest.Torture.Fuzzing;
using Orleans.Ingest.Torture.Overload;
using Orleans.Ingest.Torture.SameTruth;
using Orleans.Ingest.Torture.Sizing;

var defaults = new TortureOptions();
var rounds = new Option<int>("--rounds") { Description = "Blows.", DefaultValueFactory = _ => defaults.Rounds };
var rate = new Option<int>("--rate") { Description = "Events a second.", DefaultValueFactory = _ => defaults.Rate };
var seed = new Option<int>("--seed") { Description = "Decides what is struck when.", DefaultValueFactory = _ => Random.Shared.Next() };
var kill = new Option<string[]>("--kill") { Description = "Only blows that begin so: service, ClickHouse, both; in a cluster silo, 'front end', Redis, ClickHouse.", AllowMultipleArgumentsPerToken = true };
var outage = new Option<TimeSpan?>("--outage") { Description = "Instead of rounds: keep ClickHouse down for so long, such as 00:20:00." };
var cluster = new Option<bool>("--cluster") { Description = "Torture a cluster of real processes instead of the embedded mode. Needs redis-server." };
var split = new Option<bool>("--split") { Description = "The cluster is cut in two halves that know nothing of each other, over one Redis and one ClickHouse: every session and every queue lives twice." };
var silos = new Option<int>("--silos") { Description = "Silos of the cluster.", DefaultValueFactory = _ => 3 };
var frontEnds = new Option<int>("--front-ends") { Description = "Front ends of the cluster.", DefaultValueFactory = _ => 2 };
var command = new RootCommand("Kills parts of the service at random under load, and compares what was acknowledged with what is stored. Exit status 1 if anything is off.")
{
    rounds, rate, seed, kill, outage, cluster, split, silos, frontEnds,
};
command.SetAction(async (parsed, _) =>
{
    var console = parsed.InvocationConfiguration.Output;
    var options = defaults with
    {
        Rounds = parsed.GetValue(rounds), Rate = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Kinds = parsed.GetValue(kill) ?? [], Outage = parsed.GetValue(outage),
    };
    console.WriteLine($"seed {options.Seed}");
    await using ITarget target = (parsed.GetValue(cluster), parsed.GetValue(split)) switch
    {
        (_, true) => await ClusterTarget.StartSplitAsync(parsed.GetValue(silos), parsed.GetValue(frontEnds), ClusterProcesses.SeveralQueues),
        (true, _) => await ClusterTarget.StartAsync(parsed.GetValue(silos), parsed.GetValue(frontEnds), ClusterProcesses.SeveralQueues),
        _ => await EmbeddedTarget.StartAsync(),
    };
    var report = await new TortureRun(target, options, console.WriteLine).RunAsync();
    console.WriteLine(report);
    console.WriteLine(report.Holds ? "Nothing is lost, nothing is doubled." : "SOMETHING IS OFF.");
    return report.Holds ? 0 : 1;
});

var sessions = new Option<int>("--sessions") { Description = "Visitors, each with a live session.", DefaultValueFactory = _ => 100_000 };
var events = new Option<int>("--events") { Description = "Pageviews of each.", DefaultValueFactory = _ => 2 };
var after = new Option<TimeSpan>("--after") { Description = "Measure memory once more after so long, such as 00:07:00." };
var size = new Command("size", "Measures what live sessions and events cost: memory, processor time, log, Redis, ClickHouse.") { sessions, events, after, cluster };
size.SetAction(async (parsed, _) =>
{
    var run = new SizingRun(parsed.GetValue(sessions), parsed.GetValue(events), parsed.GetValue(after), parsed.InvocationConfiguration.Output.WriteLine);
    await (parsed.GetValue(cluster) ? run.ClusterAsync() : run.EmbeddedAsync());
});
command.Subcommands.Add(size);
command.Subcommands.Add(FuzzCommand.Create());
command.Subcommands.Add(OverloadCommand.Create());
command.Subcommands.Add(DayCommand.Create());
return await command.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
