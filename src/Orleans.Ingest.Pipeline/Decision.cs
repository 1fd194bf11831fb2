using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline;

/// <summary>What becomes of an event before its session is asked: a reason to drop it, or the event.</summary>
/// <param name="Drop">Why it is dropped; null when it is not.</param>
/// <param name="Event">The event; null when it is dropped.</param>
/// <param name="PreviousUserId">The visitor's id under the previous salt; 0 when that salt is gone.</param>
public readonly record struct Decision(DropReason? Drop, IngestEvent? Event, ulong PreviousUserId);
