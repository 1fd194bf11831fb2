using System.CommandLine;

namespace Orleans.Ingest.Torture.Overload;

/// <summary>The command <c>overload</c>.</summary>
internal static class OverloadCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var defaults = new OverloadOptions();
        var factor = new Option<double>("--factor") { Description = "How many times more than it can take.", DefaultValueFactory = _ => defaults.Factor };
        var duration = new Option<TimeSpan>("--duration") { Description = "For how long, such as 00:05:00.", DefaultValueFactory = _ => defaults.Duration };
        var connections = new Option<int>("--connections") { Description = "That may wait for an answer at once; mind ulimit -n.", DefaultValueFactory = _ => defaults.Connections };
        var idle = new Option<int>("--idle") { Description = "Connections that are open and send nothing.", DefaultValueFactory = _ => defaults.Idle };
        var command = new Command("overload", "Offers a service that it starts much more than it can take. Exit status 1 if accepted events wait too long or are lost, memory grows too much, or it does not recover.") { factor, duration, connections, idle };
        command.SetAction(async (parsed, _) =>
        {
            var console = parsed.InvocationConfiguration.Output;
            var options = defaults with
            {
                Factor = parsed.GetValue(factor), Duration = parsed.GetValue(duration), Connections = parsed.GetValue(connections), Idle = parsed.GetValue(idle),
            };
            var report = await new OverloadRun(options, console.WriteLine).RunAsync();
            console.WriteLine(report);
            return report.Holds ? 0 : 1;
        });
        return command;
    }
}
