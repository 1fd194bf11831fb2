using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>A redecision as the API shows it: times in UTC.</summary>
internal sealed record RedecisionAnswer(
    long Id,
    string Status,
    DateTime Since,
    IReadOnlyList<string> Release,
    DateTime RequestedAt,
    DateTime? FinishedAt,
    ulong Landed,
    ulong Removed,
    ulong RemovedVisits,
    int LeftVisitors,
    string? Detail)
{
    public static RedecisionAnswer Of(Redecision redecision) => new(
        redecision.Id,
        redecision.Status switch
        {
            RedecisionStatus.WaitsForLog => "waiting",
            RedecisionStatus.Removes => "removing",
            RedecisionStatus.Lands => "landing",
            RedecisionStatus.Done => "done",
            _ => "failed",
        },
        redecision.Since,
        [.. redecision.Released.Select(DropReasons.Text)],
        redecision.RequestedAt,
        redecision.FinishedAt,
        redecision.Landed,
        redecision.Removed,
        redecision.Visits,
        redecision.Left.Length,
        redecision.Detail);
}
