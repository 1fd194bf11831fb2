using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Quarantine;

/// <summary>An event that rules of its site have dropped, as it would have been stored, and what is needed to decide again: neither address nor user agent.</summary>
/// <param name="Event">The event under the user id of its day's salt.</param>
/// <param name="PreviousUserId">The visitor's user id under the salt of the day before; 0 when there is none.</param>
/// <param name="Matched">All rules that matched, the one that dropped it first.</param>
/// <param name="AddressMarks">The address rules of the site that matched, as <see cref="AddressMark"/>s.</param>
public sealed record DroppedEvent(IngestEvent Event, ulong PreviousUserId, ImmutableArray<DropReason> Matched, ImmutableArray<ushort> AddressMarks);
