using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>Answer of <see cref="ISessionGrain.PeekAsync"/>.</summary>
/// <param name="Session">The session that is alive at that time; null when an event would begin one.</param>
/// <param name="ClosedFor">The user id under which the visitor's sessions begin by now, when this one is closed; else 0.</param>
[GenerateSerializer, Immutable, Alias("ingest.SessionGlance")]
public readonly record struct SessionGlance([property: Id(0)] SessionState? Session, [property: Id(1)] ulong ClosedFor = 0);
