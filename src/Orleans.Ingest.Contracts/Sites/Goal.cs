namespace Orleans.Ingest.Contracts.Sites;

/// <summary>A goal of a site.</summary>
/// <param name="Id">Unique within the site.</param>
/// <param name="EventName">Name of the event that reaches it.</param>
/// <param name="Currency">ISO 4217 code of the reporting currency; null for a goal without revenue.</param>
[GenerateSerializer, Immutable, Alias("ingest.Goal")]
public sealed record Goal([property: Id(0)] long Id, [property: Id(1)] string EventName, [property: Id(2)] string? Currency);
