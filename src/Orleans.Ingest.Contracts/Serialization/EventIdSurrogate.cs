using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.Serialization;

/// <summary><see cref="EventId"/> on the wire.</summary>
[GenerateSerializer, Alias("ingest.EventId")]
public struct EventIdSurrogate
{
    /// <summary>See <see cref="EventId.Request"/>.</summary>
    [Id(0)] public ulong Request;
    /// <summary>See <see cref="EventId.Domain"/>.</summary>
    [Id(1)] public int Domain;
}

/// <summary>Converts between <see cref="EventId"/> and its form on the wire.</summary>
[RegisterConverter]
public sealed class EventIdConverter : IConverter<EventId, EventIdSurrogate>
{
    /// <inheritdoc />
    public EventId ConvertFromSurrogate(in EventIdSurrogate surrogate) => new(surrogate.Request, surrogate.Domain);

    /// <inheritdoc />
    public EventIdSurrogate ConvertToSurrogate(in EventId value) => new() { Request = value.Request, Domain = value.Domain };
}
