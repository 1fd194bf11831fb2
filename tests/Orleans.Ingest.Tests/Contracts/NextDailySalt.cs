using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Salts;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary><see cref="DailySalt"/> as a later version may have it: with one member more.</summary>
[GenerateSerializer, Alias("next.DailySalt")]
public sealed record NextDailySalt([property: Id(0)] DateOnly Day, [property: Id(1)] ImmutableArray<byte> Key, [property: Id(2)] string? Added);
