using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Events;

/// <summary>What became of one request's events.</summary>
/// <param name="IsDurable">Every event is durable or was dropped by a rule; false when one could be neither.</param>
/// <param name="Drops">Reasons of the dropped ones, in the order of the domains.</param>
/// <param name="Receipts">One a domain, in their order, with commas between.</param>
internal readonly record struct IngestOutcome(bool IsDurable, ImmutableArray<DropReason> Drops, string? Receipts)
{
    public static IngestOutcome Unavailable => new(false, [], null);
}
