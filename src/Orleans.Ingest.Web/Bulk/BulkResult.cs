using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>What became of one event: that of its best domain, as 202 is the answer when some domains took it.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Drops">Reasons, one a domain that dropped it.</param>
/// <param name="Errors">What is wrong with it, when it is invalid.</param>
/// <param name="Receipts">One a domain, with commas between; null when it is invalid or not known to be durable.</param>
internal readonly record struct BulkResult(BulkStatus Status, ImmutableArray<DropReason> Drops, ValidationErrors? Errors, string? Receipts = null)
{
    public static BulkResult Of(BulkStatus status) => new(status, [], null);

    public static BulkResult Invalid(ValidationErrors errors) => new(BulkStatus.Invalid, [], errors);

    public static BulkResult Dropped(DropReason reason, string receipt) => new(BulkStatus.Dropped, [reason], null, receipt);

    /// <summary>Of two domains of one event.</summary>
    public BulkResult And(BulkResult other) => new(Status < other.Status ? Status : other.Status, Drops.AddRange(other.Drops), null, Receipts is null ? other.Receipts : other.Receipts is null ? Receipts : $"{Receipts},{other.Receipts}");
}
