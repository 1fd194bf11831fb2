namespace Orleans.Ingest.ClickHouse.Mutations;

/// <summary>How far ClickHouse is with some mutations.</summary>
/// <param name="Unfinished">Mutations that are not done on every replica that answers.</param>
/// <param name="Parts">Parts of the tables that they have still to rewrite.</param>
/// <param name="Fault">Name of the error that one of them met last; null when none did. ClickHouse tries again by itself.</param>
public readonly record struct MutationState(ulong Unfinished, ulong Parts, string? Fault);
