using System.Globalization;
using Orleans.Ingest.Contracts.Upkeep;

namespace Orleans.Ingest.Web.Sites;

/// <summary>A deletion of stored data as the API shows it: times in UTC, <c>until</c> itself not deleted, the visitor's id as text since it may have 64 bits.</summary>
internal sealed record DataDeletionAnswer(
    long Id,
    string Status,
    string Cause,
    DateTime? From,
    DateTime? Until,
    string? UserId,
    DateTime RequestedAt,
    DateTime? FinishedAt,
    ulong? Events,
    ulong? Visits,
    string? Detail)
{
    public static DataDeletionAnswer Of(DataDeletion deletion) => new(
        deletion.Id,
        deletion.Status switch
        {
            DataDeletionStatus.WaitsForLog or DataDeletionStatus.WaitsForVisits => "waiting",
            DataDeletionStatus.Deletes => "deleting",
            DataDeletionStatus.Done => "done",
            _ => "failed",
        },
        deletion.ByRetention ? "retention" : "request",
        deletion.Selection.From,
        deletion.Selection.Until,
        deletion.Selection.UserId?.ToString(CultureInfo.InvariantCulture),
        deletion.RequestedAt,
        deletion.FinishedAt,
        deletion.Events,
        deletion.Visits,
        deletion.Detail);
}
