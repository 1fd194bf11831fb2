using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sites;
using Orleans.Ingest.Web.Receipts;

namespace Orleans.Ingest.Web.Events;

/// <summary>What is decided about a request for one of its domains: an event, a reason to drop it, or neither, when nothing could be decided.</summary>
/// <param name="Event">The event as it is to be stored.</param>
/// <param name="PreviousUserId">The visitor's id under the salt of the day before; 0 when there is none.</param>
/// <param name="Drop">Why it is dropped; counted already.</param>
/// <param name="Site">The site, when there is one.</param>
internal readonly record struct Decided(IngestEvent? Event, ulong PreviousUserId, DropReason? Drop, SitePolicy? Site)
{
    /// <summary>A site or a salt could not be had within the budget.</summary>
    public static Decided Unavailable => default;

    /// <summary>Nothing could be decided.</summary>
    public bool IsUnavailable => Event is null && Drop is null;

    /// <summary>What is to be answered about it, unless nothing could be decided.</summary>
    /// <param name="position">The stored event's position in the log; 0 when it is not known.</param>
    /// <param name="at">When the request arrived, UTC.</param>
    public Receipt ReceiptOf(ulong position, DateTime at) => Drop is { } reason ? Receipt.Dropped(Site?.SiteId, reason, at) : Receipt.Accepted(Event!.SiteId, position, at);
}
