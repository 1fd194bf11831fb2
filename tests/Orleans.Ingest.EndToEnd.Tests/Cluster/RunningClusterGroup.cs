using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>Starts the cluster once for all of its tests.</summary>
[CollectionDefinition(RunningCluster.Name)]
public sealed class RunningClusterGroup : ICollectionFixture<RunningCluster>;
