using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Web.Quarantine;

/// <summary>What deciding again would do: kept events that would be stored, by the rule that dropped them, and stored events that would be removed.</summary>
internal sealed record RedecisionPreviewAnswer(int Hours, ulong Landing, IReadOnlyDictionary<string, ulong> LandingByReason, ulong LandingVisitors, ulong Staying, ulong Removed, ulong RemovedVisits)
{
    public static RedecisionPreviewAnswer Of(int hours, RedecisionPreview preview) => new(
        hours,
        preview.Landing.Aggregate(0UL, (sum, count) => sum + count.Events),
        preview.Landing.ToDictionary(count => count.Reason.Text(), count => count.Events),
        preview.Visitors,
        preview.Staying,
        preview.Removed,
        preview.Visits);
}
