using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Quarantine;
using Orleans.Ingest.Grains.Sites;

namespace Orleans.Ingest.Grains.Upkeep;

internal sealed partial class UpkeepGrain
{
    /// <inheritdoc />
    public async Task<Redecision?> RedecideAsync(RedecisionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (upkeep.State.Redecisions.Count(known => known.Site.Id == request.Site.Id && !known.IsFinished) >= Redecision.MostUnfinished) return null;
        var now = time.GetUtcNow().UtcDateTime;
        var redecision = new Redecision
        {
            Id = NextId(upkeep.State.Redecisions.LastOrDefault()?.Id, now),
            Site = request.Site,
            Since = now.AddHours(-request.Hours),
            Released = request.Released,
            RequestedAt = now,
        };
        await upkeep.ChangeAsync(upkeep.State.Added(redecision));
        Work();
        return redecision;
    }

    /// <inheritdoc />
    public Task<ImmutableArray<Redecision>> RedecisionsAsync(ulong siteId) =>
        Task.FromResult<ImmutableArray<Redecision>>([.. upkeep.State.Redecisions.Where(redecision => redecision.Site.Id == siteId).Reverse()]);

    /// <summary>False when it only waits.</summary>
    private async Task<bool> RedecideAsync(Redecision redecision, CancellationToken cancellationToken)
    {
        var next = redecision;
        try
        {
            next = await redecisions.NextAsync(redecision, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Log.NotRedecided(logger, error, redecision.Id, redecision.Site.Id);
            next = RedecisionSteps.After(error, redecision, time.GetUtcNow().UtcDateTime);
        }

        if (next == redecision) return false;
        // Its rules are needed no more, and an address that was blocked must not outlive its rule here.
        if (next.IsFinished) next = next with { Site = next.Site with { Shields = [], Goals = [] } };
        await upkeep.ChangeAsync(upkeep.State.Changed(next));
        if (next.IsFinished) Log.Redecided(logger, next.Id, next.Site.Id, next.Status, next.Landed, next.Removed);
        return next with { Detail = null } != redecision with { Detail = null };
    }
}
