using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Contracts.Sessions;

/// <summary>What a visitor's sessions are once events that came late are in their places.</summary>
/// <param name="BuildsOn">Version of the snapshot (<see cref="ISessionGrain.VersionAsync"/>) before all that this was made from was read.</param>
/// <param name="Joined">Sessions as they are from now on.</param>
/// <param name="Replaced">Sessions' rows that those take the place of, as they are in ClickHouse.</param>
/// <param name="At">When this was made, UTC: an append that comes much later is refused, as for an event.</param>
[GenerateSerializer, Immutable, Alias("ingest.SessionOrder")]
public sealed record SessionOrder(
    [property: Id(0)] ulong BuildsOn, [property: Id(1)] ImmutableArray<SessionState> Joined, [property: Id(2)] ImmutableArray<SessionState> Replaced, [property: Id(3)] DateTime At);
