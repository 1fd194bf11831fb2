using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>A rule that may drop an event.</summary>
/// <param name="Reason">The reason it drops for.</param>
/// <param name="Matches">True when the event is to be dropped.</param>
internal sealed record DropRule(DropReason Reason, Func<EventCandidate, bool> Matches);
