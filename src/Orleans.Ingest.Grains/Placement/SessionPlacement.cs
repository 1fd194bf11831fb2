namespace Orleans.Ingest.Grains.Placement;

/// <summary>Sessions are where <see cref="SessionPlaces"/> says, and no directory lists them.</summary>
internal sealed class SessionPlacement : PlacementStrategy
{
    /// <inheritdoc />
    public override bool IsUsingGrainDirectory => false;
}
