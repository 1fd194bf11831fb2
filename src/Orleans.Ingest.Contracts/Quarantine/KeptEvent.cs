using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Pipeline.Quarantine;

namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>An event that a rule has dropped, as the quarantine of its site keeps it.</summary>
/// <param name="Id">Names it for good: the client's own id, which a repeat brings again, or 128 random bits. The event is claimed under it when it lands, so that it does once.</param>
/// <param name="ReceivedAt">When it came, UTC: what it is kept by. An event of the bulk endpoint has a time of its own.</param>
/// <param name="Domain">The domain as sent, for the counters.</param>
/// <param name="Dropped">The event, and the rules that matched.</param>
public sealed record KeptEvent(ClientId Id, DateTime ReceivedAt, string Domain, DroppedEvent Dropped)
{
    /// <summary>How long an event is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);
}
