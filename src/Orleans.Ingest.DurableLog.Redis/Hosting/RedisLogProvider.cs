using Microsoft.Extensions.Configuration;
using Orleans.Ingest.DurableLog.Redis.Hosting;
using Orleans.Providers;

// "Redis" is what an Aspire AppHost writes for WithStreaming(name, redis); the other name is nobody else's.
[assembly: RegisterProvider("Redis", "Streaming", "Silo", typeof(RedisLogProvider))]
[assembly: RegisterProvider("Redis", "Streaming", "Client", typeof(RedisLogProvider))]
[assembly: RegisterProvider("RedisDurableLog", "Streaming", "Silo", typeof(RedisLogProvider))]
[assembly: RegisterProvider("RedisDurableLog", "Streaming", "Client", typeof(RedisLogProvider))]

namespace Orleans.Ingest.DurableLog.Redis.Hosting;

/// <summary>
/// Adds the log and its streams for a section <c>Orleans:Streaming:&lt;name&gt;</c>: its <c>ServiceKey</c> names a keyed
/// <see cref="StackExchange.Redis.IConnectionMultiplexer"/>, or its <c>ConnectionName</c> or <c>ConnectionString</c> says where Redis is;
/// every other key is one of <see cref="RedisLogOptions"/>.
/// </summary>
internal sealed class RedisLogProvider : IProviderBuilder<ISiloBuilder>, IProviderBuilder<IClientBuilder>
{
    /// <inheritdoc />
    public void Configure(ISiloBuilder builder, string? name, IConfigurationSection configurationSection) => builder.AddRedisDurableLogStreams(
        name!, options => options.Configure(configurationSection.Bind), services => RedisLogConnections.Open(services, name!, configurationSection));

    /// <inheritdoc />
    public void Configure(IClientBuilder builder, string? name, IConfigurationSection configurationSection) => builder.AddRedisDurableLogStreams(
        name!, options => options.Configure(configurationSection.Bind), services => RedisLogConnections.Open(services, name!, configurationSection));
}
