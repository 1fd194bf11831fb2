namespace Orleans.Ingest.Contracts.Health;

/// <summary>A canary that has arrived in ClickHouse.</summary>
/// <param name="SentAt">When its front end sent it, by that front end's clock, UTC, in whole milliseconds.</param>
/// <param name="ArrivedAt">When its row was inserted, by ClickHouse's clock, UTC.</param>
[GenerateSerializer, Immutable, Alias("ingest.CanaryArrival")]
public sealed record CanaryArrival([property: Id(0)] DateTime SentAt, [property: Id(1)] DateTime ArrivedAt);
