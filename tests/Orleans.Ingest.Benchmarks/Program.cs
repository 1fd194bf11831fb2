using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Orleans.Ingest.Benchmarks.Load;
using Orleans.Ingest.Benchmarks.Macro;
using Orleans.Ingest.Benchmarks.Targets;

var defaults = new MacroOptions();
var rounds = new Option<int>("--rounds") { Description = "Alternations.", DefaultValueFactory = _ => defaults.Rounds };
var seconds = new Option<int>("--seconds") { Description = "Of one measurement.", DefaultValueFactory = _ => (int)defaults.Duration.TotalSeconds };
var warmUp = new Option<int>("--warm-up") { Description = "Seconds before the first.", DefaultValueFactory = _ => (int)defaults.WarmUp.TotalSeconds };
var connections = new Option<int>("--connections") { Description = "That send at a time.", DefaultValueFactory = _ => defaults.Connections };
var seed = new Option<int>("--seed") { Description = "Decides the traffic.", DefaultValueFactory = _ => defaults.Seed };
var with = new Option<string[]>("--with")
{
    Description = "KEY=VALUE for a second embedded service beside the first; {bare} is the address of the bare endpoint, which also takes telemetry.", AllowMultipleArgumentsPerToken = true,
};
var onlyEmbedded = new Option<bool>("--only-embedded") { Description = "Without the cluster, which needs redis-server." };
var macro = new Command("macro", "Compares the service with a bare endpoint: events a second, processor time an event, latencies.") { rounds, seconds, warmUp, connections, seed, with, onlyEmbedded };
macro.SetAction((parsed, _) => new MacroRun(
    defaults with
    {
        Rounds = parsed.GetValue(rounds), Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)), WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        Connections = parsed.GetValue(connections), Seed = parsed.GetValue(seed), OnlyEmbedded = parsed.GetValue(onlyEmbedded),
        With = [.. (parsed.GetValue(with) ?? []).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[^1]))],
    },
    parsed.InvocationConfiguration.Output.WriteLine).RunAsync());
var perRequest = new Option<int>("--events") { Description = "Of one bulk request.", DefaultValueFactory = _ => 5000 };
var bulk = new Command("bulk", "Compares the bulk endpoint with single events.") { rounds, seconds, warmUp, connections, seed, perRequest };
bulk.SetAction((parsed, _) => new BulkRun(
    defaults with
    {
        Rounds = parsed.GetValue(rounds), Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)), WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        Connections = parsed.GetValue(connections), Seed = parsed.GetValue(seed),
    },
    parsed.GetValue(perRequest),
    parsed.InvocationConfiguration.Output.WriteLine).RunAsync());
var watch = new Command("watch", "Measures what open consoles cost an event: none, one, three.") { rounds, seconds, warmUp, connections, seed };
watch.SetAction((parsed, _) => new WatchRun(
    defaults with
    {
        Rounds = parsed.GetValue(rounds), Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)), WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
        Connections = parsed.GetValue(connections), Seed = parsed.GetValue(seed),
    },
    parsed.InvocationConfiguration.Output.WriteLine).RunAsync());
var rate = new Option<double?>("--rate") { Description = "Events a second, whether or not answers come in time; as fast as they come without it." };
var key = new Option<string?>("--key") { Description = "A key that may add the sites; without it they must be there." };
var service = new Argument<string>("address");
var load = new Command("load", "Plays the traffic to a service that runs, so that it can be profiled.") { service, rate, key, seconds, connections, seed };
load.SetAction((parsed, _) => new LoadRun(new(parsed.GetRequiredValue(service)), parsed.GetValue(key), parsed.GetValue(seed), parsed.GetValue(connections), parsed.InvocationConfiguration.Output.WriteLine)
    .RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rate)));
var url = new Argument<string>("url");
var bare = new Command("bare", "Serves the bare endpoint at an address, until stopped.") { url };
bare.SetAction((parsed, _) => BareEndpoint.RunAsync(parsed.GetRequiredValue(url)));
var filter = new Option<string[]>("--filter") { Description = "Names of the benchmarks, with stars.", DefaultValueFactory = _ => ["*"], AllowMultipleArgumentsPerToken = true };
var micro = new Command("micro", "Measures each part by itself: time and allocated bytes of a call.") { filter };
micro.SetAction((parsed, _) =>
{
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    BenchmarkSwitcher.FromAssembly(typeof(MacroRun).Assembly).Run([.. (string[])["--filter"], .. parsed.GetRequiredValue(filter)], config);
    return Task.CompletedTask;
});
return await new RootCommand("How fast the service is.") { macro, bulk, watch, load, micro, bare }.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
