using System.Globalization;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>What an Aspire AppHost injects into a project with <c>WithReference(orleans)</c>, as configuration keys.</summary>
internal static class AspireConfiguration
{
    /// <summary>A silo's keys; a client's are these but storage, reminders and endpoints.</summary>
    public static Dictionary<string, string?> Silo(RedisProcess redis, string streaming = "Redis") => new(Client(redis, streaming))
    {
        ["Orleans:GrainStorage:Default:ProviderType"] = "Redis",
        ["Orleans:GrainStorage:Default:ServiceKey"] = "redis",
        ["Orleans:Reminders:ProviderType"] = "Redis",
        ["Orleans:Reminders:ServiceKey"] = "redis",
        ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1",
        ["Orleans:Endpoints:SiloPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
        ["Orleans:Endpoints:GatewayPort"] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
    };

    public static Dictionary<string, string?> Client(RedisProcess redis, string streaming = "Redis") => new()
    {
        ["Orleans:ClusterId"] = "cluster",
        ["Orleans:ServiceId"] = "shop",
        ["Orleans:EnableDistributedTracing"] = "true",
        ["Orleans:Clustering:ProviderType"] = "Redis",
        ["Orleans:Clustering:ServiceKey"] = "redis",
        ["Orleans:Streaming:orders:ProviderType"] = streaming,
        ["Orleans:Streaming:orders:ServiceKey"] = "redis",
        ["ConnectionStrings:redis"] = redis.ConnectionString,
    };
}
