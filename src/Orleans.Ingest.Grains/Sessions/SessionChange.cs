using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>A session row that is replaced: sign -1 for <paramref name="Before"/>, unless it is new, and +1 for <paramref name="After"/>, unless it goes into another one.</summary>
internal readonly record struct SessionChange(SessionState? Before, SessionState? After);
