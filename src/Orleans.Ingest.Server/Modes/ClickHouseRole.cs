using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.Server.Options;

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
        return EmbeddedClickHouseHost.RunAsync(options);
    }
}
