using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Receipts;

/// <summary>What was answered about one event.</summary>
/// <param name="Kind">What of the rest is set.</param>
/// <param name="SiteId">The event's site; 0 when its domain names none.</param>
/// <param name="Position">The event's position in the log, or 0.</param>
/// <param name="At">When it was received, in whole milliseconds, UTC; of a <see cref="ReceiptKind.Position"/> the position tells it.</param>
/// <param name="Reason">Why it was dropped.</param>
internal readonly record struct Receipt(ReceiptKind Kind, ulong SiteId, ulong Position, DateTime At, DropReason? Reason)
{
    /// <summary>Of an event that is durable.</summary>
    /// <param name="siteId">Its site.</param>
    /// <param name="position">Its position in the log; 0 when the answer did not say one.</param>
    /// <param name="at">When it was received, UTC.</param>
    public static Receipt Accepted(ulong siteId, ulong position, DateTime at) => position == 0
        ? new(ReceiptKind.Repeated, siteId, 0, at, null)
        : new(ReceiptKind.Position, siteId, position, DateTime.UnixEpoch.AddTicks((long)(position >> 8) * TimeSpan.TicksPerMicrosecond), null);

    /// <summary>Of an event that was dropped.</summary>
    public static Receipt Dropped(ulong? siteId, DropReason reason, DateTime at) => new(ReceiptKind.Dropped, siteId ?? 0, 0, at, reason);
}
