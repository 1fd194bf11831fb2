using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Serialization;

/// <summary><see cref="Prop"/> on the wire.</summary>
[GenerateSerializer, Alias("ingest.Prop")]
public struct PropSurrogate
{
    /// <summary>See <see cref="Prop.Key"/>.</summary>
    [Id(0)] public string Key;
    /// <summary>See <see cref="Prop.Value"/>.</summary>
    [Id(1)] public string Value;
}

/// <summary>Converts between <see cref="Prop"/> and its form on the wire.</summary>
[RegisterConverter]
public sealed class PropConverter : IConverter<Prop, PropSurrogate>
{
    /// <inheritdoc />
    public Prop ConvertFromSurrogate(in PropSurrogate surrogate) => new(surrogate.Key, surrogate.Value);

    /// <inheritdoc />
    public PropSurrogate ConvertToSurrogate(in Prop value) => new()
    {
        Key = value.Key,
        Value = value.Value,
    };
}
