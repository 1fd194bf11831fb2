using System.Collections.Immutable;

namespace Orleans.Ingest.Server.Commands.Import;

/// <summary>What the service answered to a batch.</summary>
/// <param name="Results">One result a line; none when the batch is to be sent again, or in two halves.</param>
/// <param name="RetryAfter">How long to wait before the next try, as the service says; null when it does not.</param>
/// <param name="Fault">Why it is to be sent again; null when it was answered in full.</param>
/// <param name="IsTooLarge">The batch is more than the service takes at once.</param>
internal sealed record ImportAnswer(ImmutableArray<ImportResult> Results, TimeSpan? RetryAfter = null, string? Fault = null, bool IsTooLarge = false);
