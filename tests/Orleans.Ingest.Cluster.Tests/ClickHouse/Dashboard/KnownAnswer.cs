namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>A question of <c>docs/queries</c> about <see cref="DashboardTraffic"/>, and what a person counts.</summary>
/// <param name="Query">The file's name.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Rows">The answer, fields parted by tabs.</param>
internal sealed record KnownAnswer(string Query, string First, string Last, params string[] Rows)
{
    /// <summary>The time zone whose days and hours are meant.</summary>
    public string Timezone { get; init; } = "Asia/Kolkata";

    /// <summary>Further parameters.</summary>
    public (string Name, string Value)[] Parameters { get; init; } = [];
}
