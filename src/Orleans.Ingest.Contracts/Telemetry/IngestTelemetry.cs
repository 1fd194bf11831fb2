using System.Diagnostics;

namespace Orleans.Ingest.Contracts.Telemetry;

/// <summary>Names that all parts of the service measure and trace under, and the source of its spans.</summary>
public static class IngestTelemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Orleans.Ingest";

    /// <summary>Seconds, from what Redis or a disk takes in its best case up to the patience of a client.</summary>
    public static readonly IReadOnlyList<double> Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>The source of the service's own spans.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>
    /// The context to hand on with an event; null unless this request is sampled, so that an event that nobody follows carries and costs nothing.
    /// </summary>
    public static string? SampledParent => Activity.Current is { Recorded: true } span ? span.Id : null;

    /// <summary>Begins a span under a context that came with a message; null when nobody listens, or when it came with none.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="kind">Which side of a hand-over this is.</param>
    /// <param name="parent">The context, as <c>traceparent</c> writes it.</param>
    public static Activity? Continue(string name, ActivityKind kind, string? parent) =>
        ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var context) ? Source.StartActivity(name, kind, context) : null;

    /// <summary>Links to contexts that came with messages.</summary>
    public static IEnumerable<ActivityLink> LinksTo(IEnumerable<string> contexts)
    {
        foreach (var text in contexts)
        {
            if (ActivityContext.TryParse(text, traceState: null, isRemote: true, out var context)) yield return new(context);
        }
    }
}
