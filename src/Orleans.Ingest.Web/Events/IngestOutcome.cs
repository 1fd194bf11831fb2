using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Events;

/// <summary>What became of one request's events.</summary>
/// <param name="IsDurable">Every event is durable or was dropped by a rule; false when one could be neither.</param>
/// <param name="Drops">Reasons of the dropped ones, in the order of the domains.</param>
internal readonly record struct IngestOutcome(bool IsDurable, ImmutableArray<DropReason> Drops)
{
    public static IngestOutcome Stored => new(true, []);

    public static IngestOutcome Unavailable => new(false, []);

    public static IngestOutcome Dropped(DropReason reason, int count) => new(true, [.. Enumerable.Repeat(reason, count)]);
}
