namespace Orleans.Ingest.Torture.Fuzzing;

/// <summary>A generated request as it goes over the wire.</summary>
/// <param name="Pieces">Its bytes; a slow client pauses between pieces.</param>
/// <param name="Body">The body that a server which reads correctly sees; empty where the framing is broken.</param>
public sealed record FuzzRequest(IReadOnlyList<byte[]> Pieces, byte[] Body);
