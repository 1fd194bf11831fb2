using Orleans.Runtime.Placement;

namespace Orleans.Ingest.Grains.Placement;

/// <summary>Places a session that <see cref="SessionDirectory"/> could not, since this silo knows of no active one yet.</summary>
internal sealed class SessionPlacementDirector : IPlacementDirector
{
    /// <inheritdoc />
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(SessionPlaces.Choose(target.GrainIdentity, context.GetCompatibleSilos(target)));
}
