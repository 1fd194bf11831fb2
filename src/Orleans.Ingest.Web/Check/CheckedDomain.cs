using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Rules;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Web.Check;

/// <summary>What would become of an event for one of its domains.</summary>
/// <param name="Domain">The domain as sent.</param>
/// <param name="Rules">What every rule says, in their order.</param>
/// <param name="Event">The event as it would be stored; null when it would be dropped.</param>
/// <param name="Step">What it would do to its visitor's session.</param>
/// <param name="Hints">What client hints make of its user agent; null when none were sent, or the event would be dropped.</param>
internal sealed record CheckedDomain(string Domain, ImmutableArray<RuleOutcome> Rules, IngestEvent? Event, StepResult Step, CheckedHints? Hints = null)
{
    /// <summary>The first rule that drops it; null when none does.</summary>
    public DropReason? Reason { get; } = First(Rules);

    private static DropReason? First(ImmutableArray<RuleOutcome> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Matched) return rule.Rule;
        }

        return null;
    }
}
