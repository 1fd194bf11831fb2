using Orleans.Placement;

namespace Orleans.Ingest.Grains.Placement;

/// <summary>Marks the grain that is placed by <see cref="SessionPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SessionPlacementAttribute() : PlacementAttribute(new SessionPlacement());
