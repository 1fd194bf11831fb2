using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Live;

/// <summary>How the event log stands.</summary>
/// <param name="UsedBytes">Bytes that wait for ClickHouse.</param>
/// <param name="MaxBytes">Bytes at which events are answered 503.</param>
/// <param name="Lag">Age of the oldest event that waits; zero when none does.</param>
/// <param name="Fault">Why nothing can be appended now; null when it can.</param>
/// <param name="Problems">What keeps rows from ClickHouse, a sentence each.</param>
[GenerateSerializer, Immutable, Alias("ingest.LiveLog")]
public sealed record LiveLog(
    [property: Id(0)] long UsedBytes, [property: Id(1)] long MaxBytes, [property: Id(2)] TimeSpan Lag, [property: Id(3)] string? Fault, [property: Id(4)] ImmutableArray<string> Problems);
