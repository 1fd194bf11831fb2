using System.Collections.Immutable;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>How far events that came late are in their visits.</summary>
/// <param name="InOrder">Per queue of the log, the position up to which all are, but for the next; empty before the first look.</param>
/// <param name="Postponed">Visitors to look at again.</param>
[GenerateSerializer, Immutable, Alias("ingest.LateEventProgress")]
internal sealed record LateEventProgress([property: Id(0)] ImmutableArray<ulong> InOrder, [property: Id(1)] ImmutableArray<PostponedVisitor> Postponed)
{
    /// <summary>Before the first look.</summary>
    public static LateEventProgress None { get; } = new([], []);
}
