using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Health;

/// <summary>How a silo stands.</summary>
/// <param name="Fault">Why no event can be made durable now; null when it can.</param>
/// <param name="Problems">What is wrong behind the log, a sentence each: events are accepted all the same.</param>
[GenerateSerializer, Immutable, Alias("ingest.SiloCondition")]
public sealed record SiloCondition([property: Id(0)] string? Fault, [property: Id(1)] ImmutableArray<string> Problems);
