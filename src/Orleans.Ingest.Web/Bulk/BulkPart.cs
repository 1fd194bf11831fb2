using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Events;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>One event for one domain, on its way to its visitor.</summary>
internal sealed class BulkPart(int index, IngestRequest request, Decided decided)
{
    /// <summary>The event's place in the request.</summary>
    public int Index => index;

    /// <summary>The event as it was read.</summary>
    public IngestRequest Request => request;

    /// <summary>What was decided about it.</summary>
    public Decided Decided => decided;

    /// <summary>What its visitor's grain is told.</summary>
    public required SessionEvent Message { get; set; }

    /// <summary>What became of it.</summary>
    public BulkResult Result { get; set; } = BulkResult.Of(BulkStatus.Unavailable);

    /// <summary>True when it was sent before, and what became of it is not known.</summary>
    public bool MayBeStored { get; private set; }

    /// <summary>The visitor it belongs to.</summary>
    public SessionKey Visitor => new(Message.Event.SiteId, Message.Event.UserId);

    /// <summary>Puts it under the names of a claim.</summary>
    public void Take(ClientIdClaim claim)
    {
        if (claim.EventId == Message.Id) return;
        MayBeStored = true;
        Message = Message with
        {
            Id = claim.EventId,
            Born = claim.Born,
            Event = Message.Event with { UserId = claim.UserId },
            PreviousUserId = claim.PreviousUserId,
        };
    }
}
