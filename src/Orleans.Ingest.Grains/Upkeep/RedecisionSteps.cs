using ClickHouse.Driver;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>
/// The way of deciding again: 1. what came before it was asked for arrives in ClickHouse, 2. stored events that a rule drops now are taken out of their visits (<see cref="StoredRemoval"/>),
/// 3. kept events that no rule drops any more are stored (<see cref="KeptLanding"/>). Each step may be taken again.
/// </summary>
internal sealed class RedecisionSteps(IDurableLog log, StoredRemoval removal, KeptLanding landing, TimeProvider time)
{
    /// <summary>ClickHouse may refuse for a while (too many mutations, no space): then it is asked again.</summary>
    private const int MostRefusals = 20;

    /// <summary>Front ends go on by rules that they know for a second; what they accepted or dropped meanwhile is decided again, too.</summary>
    public static readonly TimeSpan RulesSpread = TimeSpan.FromSeconds(2);

    /// <summary>True while visits that events are taken out of do not add up: nothing else may be calculated from their rows.</summary>
    public bool IsRewriting => removal.IsRewriting;

    /// <summary>The redecision after one more step; the same one while it waits.</summary>
    public async Task<Redecision> NextAsync(Redecision redecision, CancellationToken cancellationToken)
    {
        switch (redecision.Status)
        {
            case RedecisionStatus.WaitsForLog when time.GetUtcNow().UtcDateTime < redecision.RequestedAt + RulesSpread:
                return redecision;
            case RedecisionStatus.WaitsForLog when redecision.Awaited.IsEmpty:
                return redecision with { Awaited = await log.EndsAsync(cancellationToken) };
            case RedecisionStatus.WaitsForLog when !await log.HaveLeftAsync(redecision.Awaited, cancellationToken):
                return redecision with { Detail = "events that came before are on their way to ClickHouse" };
            case RedecisionStatus.WaitsForLog:
                return redecision with { Status = RedecisionStatus.Removes, Awaited = [], Detail = null };
            case RedecisionStatus.Removes:
                return await removal.NextAsync(redecision, SitePolicies.Compile(redecision.Site), cancellationToken);
            case RedecisionStatus.Lands:
                return await landing.NextAsync(redecision, SitePolicies.Compile(redecision.Site), cancellationToken);
            default:
                return redecision;
        }
    }

    /// <summary>The redecision after a step that failed.</summary>
    public static Redecision After(Exception error, Redecision redecision, DateTime now)
    {
        if (error is not ClickHouseServerException server) return redecision with { Detail = "the event log or ClickHouse cannot be reached; it is tried again" };
        var refused = redecision with { Refusals = redecision.Refusals + 1, Detail = FormattableString.Invariant($"ClickHouse answers code {server.ErrorCode}") };
        return refused.Refusals < MostRefusals ? refused : refused with { Status = RedecisionStatus.Failed, FinishedAt = now };
    }
}
