using System.Collections.Immutable;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// What a visitor's grain must know to go on after it moved or died: written with every event, in the same append as the event's row.
/// Ids and horizon outlive a session's end, so that a late retry is still recognised.
/// </summary>
/// <param name="Version">64 random bits, new with every append; the next append names it as the one it builds on.</param>
/// <param name="Session">The newest session row; null when the visitor has none (only ids are kept).</param>
/// <param name="Seen">The newest event ids, oldest birth first; at most <see cref="MaxSeen"/>.</param>
/// <param name="Horizon">The largest birth pushed off <paramref name="Seen"/>: an unknown event born at or before it cannot be judged.</param>
public sealed record SessionSnapshot(ulong Version, SessionState? Session, ImmutableArray<SeenEvent> Seen, DateTime Horizon)
{
    /// <summary>More events than one visitor sends within the retry budget.</summary>
    public const int MaxSeen = 64;
}
