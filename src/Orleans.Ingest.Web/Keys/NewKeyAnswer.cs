namespace Orleans.Ingest.Web.Keys;

/// <summary>A key just made: the only time that it is shown.</summary>
internal sealed record NewKeyAnswer(long Id, string Name, string? Site, DateTime CreatedAt, string Key);
