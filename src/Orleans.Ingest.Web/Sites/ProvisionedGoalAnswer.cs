namespace Orleans.Ingest.Web.Sites;

/// <summary>A goal in the shape of Plausible's provisioning API, where ids are text.</summary>
internal sealed record ProvisionedGoalAnswer(string Id, string Domain, string GoalType, string EventName, string? PagePath, string? Currency);
