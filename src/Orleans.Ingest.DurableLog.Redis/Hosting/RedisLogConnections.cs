using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis.Hosting;

/// <summary>Finds the connection that a provider's section names.</summary>
internal static class RedisLogConnections
{
    /// <summary>The host's connection of that key, or one of the log's own.</summary>
    /// <exception cref="OrleansConfigurationException">The section names none, or none that there is.</exception>
    public static RedisLogConnection Open(IServiceProvider services, string name, IConfigurationSection section)
    {
        if (section["ServiceKey"] is { Length: > 0 } key)
        {
            var shared = services.GetKeyedService<IConnectionMultiplexer>(key) ?? throw new OrleansConfigurationException(
                $"{section.Path}:ServiceKey is '{key}', but no IConnectionMultiplexer is registered under that key: register one, or give {section.Path}:ConnectionString instead.");
            return new(shared, isShared: true);
        }

        var connectionName = section["ConnectionName"];
        var connectionString = section["ConnectionString"] ?? (connectionName is { Length: > 0 } ? services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName) : null);
        if (connectionString is not { Length: > 0 })
        {
            throw new OrleansConfigurationException(
                $"The event log '{name}' does not know its Redis: set {section.Path}:ServiceKey to the key of a registered IConnectionMultiplexer, or {section.Path}:ConnectionName or :ConnectionString.");
        }

        var options = ConfigurationOptions.Parse(connectionString);
        // By default the pauses grow: a Redis that is back after a minute would not be noticed at once.
        options.ReconnectRetryPolicy = new LinearRetry(500);
        return new(ConnectionMultiplexer.Connect(options), isShared: false);
    }
}
