using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.Serialization;

/// <summary><see cref="SessionState"/> on the wire.</summary>
[GenerateSerializer, Alias("ingest.SessionState")]
public struct SessionStateSurrogate
{
    /// <summary>See <see cref="SessionState.SessionId"/>.</summary>
    [Id(0)] public ulong SessionId;
    /// <summary>See <see cref="SessionState.SiteId"/>.</summary>
    [Id(1)] public ulong SiteId;
    /// <summary>See <see cref="SessionState.UserId"/>.</summary>
    [Id(2)] public ulong UserId;
    /// <summary>See <see cref="SessionState.Start"/>.</summary>
    [Id(3)] public DateTime Start;
    /// <summary>See <see cref="SessionState.Timestamp"/>.</summary>
    [Id(4)] public DateTime Timestamp;
    /// <summary>See <see cref="SessionState.LastActivity"/>.</summary>
    [Id(5)] public DateTime LastActivity;
    /// <summary>See <see cref="SessionState.Hostname"/>.</summary>
    [Id(6)] public string Hostname;
    /// <summary>See <see cref="SessionState.EntryPage"/>.</summary>
    [Id(7)] public string EntryPage;
    /// <summary>See <see cref="SessionState.ExitPage"/>.</summary>
    [Id(8)] public string ExitPage;
    /// <summary>See <see cref="SessionState.ExitPageHostname"/>.</summary>
    [Id(9)] public string ExitPageHostname;
    /// <summary>See <see cref="SessionState.IsBounce"/>.</summary>
    [Id(10)] public bool IsBounce;
    /// <summary>See <see cref="SessionState.Pageviews"/>.</summary>
    [Id(11)] public int Pageviews;
    /// <summary>See <see cref="SessionState.Events"/>.</summary>
    [Id(12)] public int Events;
    /// <summary>See <see cref="SessionState.Duration"/>.</summary>
    [Id(13)] public uint Duration;
    /// <summary>See <see cref="SessionState.EntryProps"/>.</summary>
    [Id(14)] public ImmutableArray<Prop> EntryProps;
    /// <summary>See <see cref="SessionState.Visit"/>.</summary>
    [Id(15)] public VisitAttributes Visit;
}

/// <summary>Converts between <see cref="SessionState"/> and its form on the wire.</summary>
[RegisterConverter]
public sealed class SessionStateConverter : IConverter<SessionState, SessionStateSurrogate>
{
    /// <inheritdoc />
    public SessionState ConvertFromSurrogate(in SessionStateSurrogate surrogate) => new()
    {
        SessionId = surrogate.SessionId,
        SiteId = surrogate.SiteId,
        UserId = surrogate.UserId,
        Start = surrogate.Start,
        Timestamp = surrogate.Timestamp,
        LastActivity = surrogate.LastActivity,
        Hostname = surrogate.Hostname,
        EntryPage = surrogate.EntryPage,
        ExitPage = surrogate.ExitPage,
        ExitPageHostname = surrogate.ExitPageHostname,
        IsBounce = surrogate.IsBounce,
        Pageviews = surrogate.Pageviews,
        Events = surrogate.Events,
        Duration = surrogate.Duration,
        EntryProps = surrogate.EntryProps,
        Visit = surrogate.Visit,
    };

    /// <inheritdoc />
    public SessionStateSurrogate ConvertToSurrogate(in SessionState value) => new()
    {
        SessionId = value.SessionId,
        SiteId = value.SiteId,
        UserId = value.UserId,
        Start = value.Start,
        Timestamp = value.Timestamp,
        LastActivity = value.LastActivity,
        Hostname = value.Hostname,
        EntryPage = value.EntryPage,
        ExitPage = value.ExitPage,
        ExitPageHostname = value.ExitPageHostname,
        IsBounce = value.IsBounce,
        Pageviews = value.Pageviews,
        Events = value.Events,
        Duration = value.Duration,
        EntryProps = value.EntryProps,
        Visit = value.Visit,
    };
}
