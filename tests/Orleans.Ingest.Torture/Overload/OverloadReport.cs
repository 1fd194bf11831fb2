using System.Globalization;
using Orleans.Ingest.Torture.Fuzzing;

namespace Orleans.Ingest.Torture.Overload;

/// <summary>What an overload run has shown.</summary>
/// <param name="Options">How it went.</param>
/// <param name="Capacity">Events a second that it took when they came as fast as it answered.</param>
/// <param name="Offered">Requests that were due.</param>
/// <param name="Unsent">Those that found no connection.</param>
/// <param name="Accepted">Answered 202.</param>
/// <param name="Shed">Answered 503.</param>
/// <param name="Others">Everything else: connections closed, other statuses, a 503 that does not say when to come again.</param>
/// <param name="Quiet">A visitor of another site than the one that is run over: its 202.</param>
/// <param name="QuietRefused">Its events that were not accepted.</param>
/// <param name="Before">What the service used before.</param>
/// <param name="PeakMemory">Bytes of memory at the most.</param>
/// <param name="Recovery">From the last request until ten events in a row were accepted within half a second each.</param>
/// <param name="Lost">Accepted events that are not stored; negative for those stored without a 202.</param>
public sealed record OverloadReport(
    OverloadOptions Options, double Capacity, long Offered, long Unsent, Latencies Accepted, Latencies Shed, long Others, Latencies Quiet, int QuietRefused, UsedByService Before, long PeakMemory, TimeSpan Recovery, long Lost)
{
    private const long MostMemory = 1_500_000_000;
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(30);

    /// <summary>Everything holds.</summary>
    public bool Holds => Lost <= 0 && Accepted.At(0.99) <= Options.Bound && PeakMemory < Before.Memory + MostMemory && Recovery < _soon && Quiet.Count > QuietRefused;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        capacity      {Capacity,9:0}   events a second
        offered       {Offered,9}   {Offered / Options.Duration.TotalSeconds:0} a second
        no connection {Unsent,9}   all {Options.Connections} were waiting
        accepted      {Accepted}
        shed (503)    {Shed}
        others        {Others,9}
        quiet site    {Quiet}; not accepted {QuietRefused}
        memory        {Before.Memory / 1e6,9:0}   MB before, {PeakMemory / 1e6:0} MB at the most
        recovery      {Recovery.TotalSeconds,9:0.0}   s
        lost          {Lost,9}
        """);
}
