using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>A rule that may drop an event.</summary>
/// <param name="Reason">The reason it drops for.</param>
/// <param name="Matches">True when the event is to be dropped.</param>
/// <param name="Detail">What it looked at, for a person who asks why; never the visitor's address.</param>
internal sealed record DropRule(DropReason Reason, Func<EventCandidate, bool> Matches, Func<EventCandidate, string?> Detail)
{
    /// <summary>What the rule says of an event.</summary>
    public RuleOutcome Explain(EventCandidate candidate) => new(Reason, Matches(candidate), Detail(candidate));
}
