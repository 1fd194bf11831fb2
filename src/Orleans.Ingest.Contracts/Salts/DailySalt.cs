using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.Salts;

/// <summary>The salt of one UTC day.</summary>
/// <param name="Day">The day whose visitors are hashed with it.</param>
/// <param name="Key">16 random bytes. Never logged.</param>
[GenerateSerializer, Immutable, Alias("ingest.DailySalt")]
public sealed record DailySalt([property: Id(0)] DateOnly Day, [property: Id(1)] ImmutableArray<byte> Key)
{
    /// <summary>Without the key, so that no log can hold it.</summary>
    public override string ToString() => $"salt of {Day:O}";
}
