namespace Orleans.Ingest.Torture;

/// <summary>Something that is done to the service, and undone.</summary>
/// <param name="Kind">What it is, as the report names it.</param>
/// <param name="IsUnnoticed">True when no visitor may be refused for it.</param>
/// <param name="StrikeAsync">Strikes, and brings back what was struck.</param>
public sealed record Blow(string Kind, bool IsUnnoticed, Func<Task> StrikeAsync);
