using System.Collections.Immutable;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Contracts.Serialization;

/// <summary><see cref="IngestEvent"/> on the wire.</summary>
[GenerateSerializer, Alias("ingest.IngestEvent")]
public struct IngestEventSurrogate
{
    /// <summary>See <see cref="IngestEvent.Timestamp"/>.</summary>
    [Id(0)] public DateTime Timestamp;
    /// <summary>See <see cref="IngestEvent.Name"/>.</summary>
    [Id(1)] public string Name;
    /// <summary>See <see cref="IngestEvent.SiteId"/>.</summary>
    [Id(2)] public ulong SiteId;
    /// <summary>See <see cref="IngestEvent.UserId"/>.</summary>
    [Id(3)] public ulong UserId;
    /// <summary>See <see cref="IngestEvent.Hostname"/>.</summary>
    [Id(4)] public string Hostname;
    /// <summary>See <see cref="IngestEvent.Pathname"/>.</summary>
    [Id(5)] public string Pathname;
    /// <summary>See <see cref="IngestEvent.Props"/>.</summary>
    [Id(6)] public ImmutableArray<Prop> Props;
    /// <summary>See <see cref="IngestEvent.Interactive"/>.</summary>
    [Id(7)] public bool Interactive;
    /// <summary>See <see cref="IngestEvent.ScrollDepth"/>.</summary>
    [Id(8)] public byte ScrollDepth;
    /// <summary>See <see cref="IngestEvent.EngagementTime"/>.</summary>
    [Id(9)] public uint EngagementTime;
    /// <summary>See <see cref="IngestEvent.TrackerScriptVersion"/>.</summary>
    [Id(10)] public ushort TrackerScriptVersion;
    /// <summary>See <see cref="IngestEvent.Revenue"/>.</summary>
    [Id(11)] public Revenue? Revenue;
    /// <summary>See <see cref="IngestEvent.Visit"/>.</summary>
    [Id(12)] public VisitAttributes Visit;
}

/// <summary>Converts between <see cref="IngestEvent"/> and its form on the wire.</summary>
[RegisterConverter]
public sealed class IngestEventConverter : IConverter<IngestEvent, IngestEventSurrogate>
{
    /// <inheritdoc />
    public IngestEvent ConvertFromSurrogate(in IngestEventSurrogate surrogate) => new()
    {
        Timestamp = surrogate.Timestamp,
        Name = surrogate.Name,
        SiteId = surrogate.SiteId,
        UserId = surrogate.UserId,
        Hostname = RecentTexts.Of(surrogate.Hostname),
        Pathname = RecentTexts.Of(surrogate.Pathname),
        Props = surrogate.Props,
        Interactive = surrogate.Interactive,
        ScrollDepth = surrogate.ScrollDepth,
        EngagementTime = surrogate.EngagementTime,
        TrackerScriptVersion = surrogate.TrackerScriptVersion,
        Revenue = surrogate.Revenue,
        Visit = surrogate.Visit,
    };

    /// <inheritdoc />
    public IngestEventSurrogate ConvertToSurrogate(in IngestEvent value) => new()
    {
        Timestamp = value.Timestamp,
        Name = value.Name,
        SiteId = value.SiteId,
        UserId = value.UserId,
        Hostname = value.Hostname,
        Pathname = value.Pathname,
        Props = value.Props,
        Interactive = value.Interactive,
        ScrollDepth = value.ScrollDepth,
        EngagementTime = value.EngagementTime,
        TrackerScriptVersion = value.TrackerScriptVersion,
        Revenue = value.Revenue,
        Visit = value.Visit,
    };
}
