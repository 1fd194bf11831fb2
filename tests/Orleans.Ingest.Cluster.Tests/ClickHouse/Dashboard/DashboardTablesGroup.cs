using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary>The tests that ask <see cref="DashboardTables"/>.</summary>
[CollectionDefinition(nameof(DashboardTables))]
public sealed class DashboardTablesGroup : ICollectionFixture<DashboardTables>;
