using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis.Hosting;

/// <summary>Adds a durable log in Redis and the stream provider over it.</summary>
public static class RedisLogHosting
{
    /// <summary>Adds log and streams to a silo, over the host's connection of a key.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="name">Name of the stream provider, namespace of its streams, and key of the <see cref="IDurableLog"/>; the first one added has no key, too.</param>
    /// <param name="serviceKey">Key of a registered <see cref="IConnectionMultiplexer"/>.</param>
    /// <param name="configure">Sets the options.</param>
    public static ISiloBuilder AddRedisDurableLogStreams(this ISiloBuilder silo, string name, string serviceKey, Action<RedisLogOptions>? configure = null) =>
        silo.AddRedisDurableLogStreams(name, options => options.Configure(configure ?? (_ => { })), services => new(services.GetRequiredKeyedService<IConnectionMultiplexer>(serviceKey), isShared: true));

    /// <summary>Adds log and streams to a client, which can append; see the silo's.</summary>
    public static IClientBuilder AddRedisDurableLogStreams(this IClientBuilder client, string name, string serviceKey, Action<RedisLogOptions>? configure = null) =>
        client.AddRedisDurableLogStreams(name, options => options.Configure(configure ?? (_ => { })), services => new(services.GetRequiredKeyedService<IConnectionMultiplexer>(serviceKey), isShared: true));

    internal static ISiloBuilder AddRedisDurableLogStreams(this ISiloBuilder silo, string name, Action<OptionsBuilder<RedisLogOptions>> configure, Func<IServiceProvider, RedisLogConnection> connect)
    {
        silo.Services.AddLog(name, configure, connect);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => new RedisLogStart(services.GetRequiredKeyedService<RedisDurableLog>(name)));
        return silo.AddDurableLogStreams(name);
    }

    internal static IClientBuilder AddRedisDurableLogStreams(this IClientBuilder client, string name, Action<OptionsBuilder<RedisLogOptions>> configure, Func<IServiceProvider, RedisLogConnection> connect)
    {
        client.Services.AddLog(name, configure, connect);
        client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(services => new RedisLogStart(services.GetRequiredKeyedService<RedisDurableLog>(name)));
        return client.AddDurableLogStreams(name);
    }

    private static void AddLog(this IServiceCollection services, string name, Action<OptionsBuilder<RedisLogOptions>> configure, Func<IServiceProvider, RedisLogConnection> connect)
    {
        configure(services.AddOptions<RedisLogOptions>(name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisLogOptions>, RedisLogOptionsValidator>());
        services.AddKeyedSingleton(name, (provider, _) => Create(provider, name, connect));
        services.AddKeyedSingleton<IDurableLog>(name, (provider, key) => provider.GetRequiredKeyedService<RedisDurableLog>(key));
        services.TryAddSingleton<IDurableLog>(provider => provider.GetRequiredKeyedService<RedisDurableLog>(name));
    }

    private static RedisDurableLog Create(IServiceProvider services, string name, Func<IServiceProvider, RedisLogConnection> connect)
    {
        // Before the connection: what cannot be used is said first.
        var options = services.GetRequiredService<IOptionsMonitor<RedisLogOptions>>().Get(name);
        var prefix = options.KeyPrefix ?? $"{services.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId}/{name}".Replace('{', '(').Replace('}', ')');
        return RedisDurableLog.Open(
            connect(services), prefix, options, new(), services.GetService<TimeProvider>() ?? TimeProvider.System, services.GetRequiredService<ILogger<RedisDurableLog>>());
    }
}
