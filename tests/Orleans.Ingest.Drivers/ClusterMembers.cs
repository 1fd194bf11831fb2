using System.Text.Json;
using StackExchange.Redis;

namespace Orleans.Ingest.Drivers;

/// <summary>What the silos of a cluster have written down about each other.</summary>
internal sealed class ClusterMembers(string redisAddress, string clusterId)
{
    private const string Dead = "6";

    // Orleans' own: service id, "members", cluster id.
    private readonly string _table = $"ingest/members/{clusterId}";

    /// <summary>True once every life of a silo so far has been declared dead.</summary>
    /// <param name="siloPort">Where it listens for the others.</param>
    public async Task<bool> IsDeadAsync(string siloPort)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(redisAddress);
        var lives = (from field in await redis.GetDatabase().HashGetAllAsync(_table)
                     where field.Name.ToString().StartsWith($"S127.0.0.1:{siloPort}:", StringComparison.Ordinal)
                     select JsonElement.Parse(field.Value.ToString())).ToList();
        return lives.Count == 0
            ? throw new InvalidOperationException($"No silo on port {siloPort} has ever been a member.")
            : lives.All(life => life.GetProperty("Status").ToString() is Dead or nameof(Dead));
    }
}
