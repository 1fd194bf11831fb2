namespace Orleans.Ingest.AppHost;

/// <summary>A ClickHouse server in a container. Aspire has no package of its own for one.</summary>
internal static class ClickHouse
{
    private const string User = "ingest";
    private const string Database = "ingest";
    private const string HttpEndpoint = "http";

    /// <summary>Adds the server, with a volume, and the connection string that silos take: a reference to it waits for the server to answer.</summary>
    public static IResourceBuilder<ConnectionStringResource> AddClickHouse(this IDistributedApplicationBuilder builder, string name)
    {
        var password = builder.AddParameter($"{name}-password", new GenerateParameterDefault { MinLength = 24, Special = false }, secret: true, persist: true);
        var server = builder.AddContainer($"{name}-server", "clickhouse/clickhouse-server", "26.3")
            .WithHttpEndpoint(targetPort: 8123, name: HttpEndpoint)
            .WithHttpHealthCheck("/ping", endpointName: HttpEndpoint)
            .WithVolume($"{name}-data", "/var/lib/clickhouse")
            .WithEnvironment("CLICKHOUSE_DB", Database)
            .WithEnvironment("CLICKHOUSE_USER", User)
            .WithEnvironment("CLICKHOUSE_PASSWORD", password)
            // A part that is merged away while a query reads it needs its file to stay open.
            .WithContainerRuntimeArgs("--ulimit", "nofile=262144:262144");
        var http = server.GetEndpoint(HttpEndpoint);
        return builder
            .AddConnectionString(name, ReferenceExpression.Create(
                $"Host={http.Property(EndpointProperty.Host)};Port={http.Property(EndpointProperty.Port)};Database={Database};Username={User};Password={password}"))
            .WithParentRelationship(server)
            .WaitFor(server);
    }
}
