namespace Orleans.Ingest.Pipeline.Rules;

/// <summary>What one rule says of an event.</summary>
/// <param name="Rule">The rule, named by its drop reason.</param>
/// <param name="Matched">True when the rule drops the event.</param>
/// <param name="Detail">What it looked at, for a person; never the visitor's address. Null when there is nothing to say.</param>
public readonly record struct RuleOutcome(Events.DropReason Rule, bool Matched, string? Detail = null);
