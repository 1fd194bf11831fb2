namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>An event of the day, as a line of the bulk endpoint.</summary>
/// <param name="At">Its time.</param>
/// <param name="IsEngagement">Needs its visit to be there when it comes, so it is left out where the order is another.</param>
/// <param name="Json">The line.</param>
public sealed record DayEvent(DateTimeOffset At, bool IsEngagement, string Json);
