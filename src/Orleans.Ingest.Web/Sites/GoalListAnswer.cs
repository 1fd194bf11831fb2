namespace Orleans.Ingest.Web.Sites;

/// <summary>A site's goals.</summary>
internal sealed record GoalListAnswer(IReadOnlyList<GoalAnswer> Goals);
