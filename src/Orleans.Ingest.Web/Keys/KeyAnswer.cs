namespace Orleans.Ingest.Web.Keys;

/// <summary>A named key as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What its maker calls it.</param>
/// <param name="Site">Domain of the one site that it may use; null for all.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record KeyAnswer(long Id, string Name, string? Site, DateTime CreatedAt);
