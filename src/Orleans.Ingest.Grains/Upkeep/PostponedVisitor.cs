using Orleans.Ingest.ClickHouse.Ordering;

namespace Orleans.Ingest.Grains.Upkeep;

/// <summary>A visitor whose visits are torn, and who had another event each time they were to be joined.</summary>
/// <param name="SiteId">The site.</param>
/// <param name="UserId">The visitor.</param>
/// <param name="First">Time of the first event that came late, UTC.</param>
/// <param name="Last">Time of the last one, UTC.</param>
[GenerateSerializer, Immutable, Alias("ingest.PostponedVisitor")]
internal readonly record struct PostponedVisitor([property: Id(0)] ulong SiteId, [property: Id(1)] ulong UserId, [property: Id(2)] DateTime First, [property: Id(3)] DateTime Last)
{
    /// <summary>The visitor to look at again.</summary>
    public LateVisitor Visitor => new(new(SiteId, UserId), First, Last);

    /// <summary>The visitor, to be kept.</summary>
    public static PostponedVisitor Of(LateVisitor visitor) => new(visitor.Key.SiteId, visitor.Key.UserId, visitor.First, visitor.Last);
}
