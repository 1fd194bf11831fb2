using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>What became of one event: that of its best domain, as 202 is the answer when some domains took it.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Drops">Reasons, one a domain that dropped it.</param>
/// <param name="Errors">What is wrong with it, when it is invalid.</param>
internal readonly record struct BulkResult(BulkStatus Status, ImmutableArray<DropReason> Drops, ValidationErrors? Errors)
{
    public static BulkResult Of(BulkStatus status) => new(status, [], null);

    public static BulkResult Invalid(ValidationErrors errors) => new(BulkStatus.Invalid, [], errors);

    public static BulkResult Dropped(DropReason reason) => new(BulkStatus.Dropped, [reason], null);

    /// <summary>Of two domains of one event.</summary>
    public BulkResult And(BulkResult other) => new(Status < other.Status ? Status : other.Status, Drops.AddRange(other.Drops), null);
}
