namespace Orleans.Ingest.Web.Sites;

/// <summary>A site's goals in the shape of Plausible's provisioning API.</summary>
internal sealed record ProvisionedGoalListAnswer(IReadOnlyList<ProvisionedGoalAnswer> Goals);
