using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.ServiceDefaults;

namespace Orleans.Ingest.Server.Modes;

/// <summary>Only the embedded ClickHouse behind ClickHouse's HTTP protocol: the service's child, or by itself in place of a ClickHouse server.</summary>
internal static class ClickHouseRole
{
    /// <summary>Runs until stopped.</summary>
    public static Task<int> RunAsync(IConfiguration configuration)
    {
        var data = configuration["Ingest:DataDirectory"] is { Length: > 0 } configured ? configured : new IngestOptions().DataDirectory;
        var options = new EmbeddedClickHouseOptions { DataDirectory = Path.Combine(data, "clickhouse") };
        configuration.GetSection(EmbeddedClickHouseOptions.Section).Bind(options);
        return EmbeddedClickHouseHost.RunAsync(options, builder =>
        {
            builder.Configuration.AddInMemoryCollection(configuration.AsEnumerable().Where(setting => IsOfTelemetry(setting.Key, options.Supervised)));
            builder.AddServiceDefaults("clickhouse");
        });
    }

    /// <summary>The rest of the environment is meant for the parent, and so is the port that Prometheus scrapes.</summary>
    private static bool IsOfTelemetry(string key, bool isSupervised) =>
        key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase) || (!isSupervised && key.StartsWith("Ingest:Metrics:", StringComparison.OrdinalIgnoreCase));
}
