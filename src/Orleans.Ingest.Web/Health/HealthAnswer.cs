using System.Collections.Immutable;

namespace Orleans.Ingest.Web.Health;

/// <summary>A <see cref="HealthReport"/> as sent.</summary>
internal sealed record HealthAnswer(string Status, ImmutableArray<string> Reasons);
