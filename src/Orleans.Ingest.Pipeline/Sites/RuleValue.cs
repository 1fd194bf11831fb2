namespace Orleans.Ingest.Pipeline.Sites;

/// <summary>A shield rule's value, judged: exactly one of the two is there.</summary>
/// <param name="Value">The value in the form to keep.</param>
/// <param name="Error">Why it cannot be kept.</param>
public readonly record struct RuleValue(string? Value, string? Error);
