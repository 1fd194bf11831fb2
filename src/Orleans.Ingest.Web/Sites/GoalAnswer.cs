namespace Orleans.Ingest.Web.Sites;

/// <summary>A goal as the API shows it.</summary>
internal sealed record GoalAnswer(long Id, string EventName, string? Currency);
