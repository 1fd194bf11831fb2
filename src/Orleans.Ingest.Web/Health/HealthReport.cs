using System.Collections.Immutable;

namespace Orleans.Ingest.Web.Health;

/// <summary>Answer of <see cref="IIngestHealth"/>.</summary>
/// <param name="Status">Whether events can be accepted.</param>
/// <param name="Reasons">What is wrong, a sentence each; empty when all is well.</param>
public sealed record HealthReport(HealthStatus Status, ImmutableArray<string> Reasons)
{
    /// <summary>All is well.</summary>
    public static readonly HealthReport Ok = new(HealthStatus.Ok, []);
}
