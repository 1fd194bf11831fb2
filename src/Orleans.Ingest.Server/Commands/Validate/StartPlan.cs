using System.Globalization;
using Orleans.Ingest.Server.Options;

namespace Orleans.Ingest.Server.Commands.Validate;

/// <summary>Says what a start with this configuration would do. No secrets.</summary>
internal static class StartPlan
{
    /// <summary>A line for each part.</summary>
    public static IEnumerable<string> Of(IngestOptions options, IConfiguration configuration)
    {
        var data = Path.GetFullPath(options.DataDirectory);
        if (options.Role == "clickhouse")
        {
            yield return $"runs only the embedded ClickHouse, with its data in {Path.Combine(data, "clickhouse")}";
            yield break;
        }

        var isCluster = options.Mode == "cluster";
        yield return isCluster ? $"joins the cluster as '{options.Role}', over Redis" : "runs everything in one place: the service, and an embedded ClickHouse as its child";
        yield return $"listens on {Listening(configuration)}";
        if (isCluster)
        {
            if (options.Role != "web") yield return "writes to the ClickHouse of ConnectionStrings:clickhouse";
        }
        else
        {
            yield return $"keeps its data in {data}{(Directory.Exists(data) ? "" : ", which it would make")}";
            yield return options.ClickHouse.HttpPort == 0
                ? "serves the embedded ClickHouse on a free port of loopback"
                : string.Create(CultureInfo.InvariantCulture, $"serves the embedded ClickHouse on http://127.0.0.1:{options.ClickHouse.HttpPort}");
            yield return KeyOf(options, data);
        }

        if (options.Role != "web" && options.FirstSite.Length > 0) yield return $"makes the site {options.FirstSite} if it is the very first start";
        yield return options.GeoDatabase is { Length: > 0 } geo ? $"finds places with {geo}" : "leaves places empty (Ingest:GeoDatabase)";
        if (options.Metrics.Port > 0) yield return string.Create(CultureInfo.InvariantCulture, $"serves /metrics on {options.Metrics.Host}:{options.Metrics.Port}");
    }

    private static string KeyOf(IngestOptions options, string data) =>
        options.AdminKey is { Length: > 0 } ? "takes the configured admin key"
        : File.Exists(Path.Combine(data, "admin-key")) ? $"takes the admin key of {Path.Combine(data, "admin-key")}"
        : "makes an admin key and shows it once";

    private static string Listening(IConfiguration configuration)
    {
        if (configuration["urls"] is { Length: > 0 } urls) return urls;
        if (configuration["http_ports"] is { Length: > 0 } ports) return $"the ports {ports}";
        return configuration["https_ports"] is { Length: > 0 } || configuration.GetSection("Kestrel:Endpoints").Exists() ? "what Kestrel's configuration says" : "http://127.0.0.1:8080";
    }
}
