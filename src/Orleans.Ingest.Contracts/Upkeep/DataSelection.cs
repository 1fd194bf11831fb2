namespace Orleans.Ingest.Contracts.Upkeep;

/// <summary>
/// What is deleted of a site. Visits go whole: one that has an event in the time, or began in it, goes with all its events, so that what is left still adds up.
/// </summary>
/// <param name="SiteId">The site.</param>
/// <param name="From">Beginning of the time, UTC; null = from the first event on.</param>
/// <param name="Until">End of the time, UTC, itself not in it; null = to the last event that was accepted when this was asked for.</param>
/// <param name="UserId">One visitor, as <c>user_id</c> names him in the tables; null = all.</param>
[GenerateSerializer, Immutable, Alias("ingest.DataSelection")]
public sealed record DataSelection(
    [property: Id(0)] ulong SiteId, [property: Id(1)] DateTime? From, [property: Id(2)] DateTime? Until, [property: Id(3)] ulong? UserId);
