using System.Globalization;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Grains.Salts;
using Orleans.Ingest.Server.Storage;
using StackExchange.Redis;

namespace Orleans.Ingest.Server.Modes;

/// <summary>
/// Reads the sections that an Aspire AppHost injects (<c>Orleans:…</c>, <c>ConnectionStrings:…</c>), and fills in what nobody has said, so that two connection
/// strings are enough without one.
/// </summary>
internal static class ClusterConfiguration
{
    private const string Redis = "redis";
    private const string Log = "Orleans:Streaming:events";
    private const string GrainState = "Orleans:GrainStorage:Default";
    private const string OwnOfTheLog = "log's own";
    private static readonly string[] _ofEveryMember = ["Orleans:Clustering", Log];

    // A client that is told of a grain storage refuses to start.
    private static readonly string[] _ofSilos = [.. _ofEveryMember, GrainState];

    /// <summary>Adds what is not configured, below everything that is.</summary>
    /// <param name="builder">The program.</param>
    /// <param name="isSilo">False for a front end that is only a client.</param>
    public static void AddClusterDefaults(this WebApplicationBuilder builder, bool isSilo)
    {
        var configuration = builder.Configuration;
        var defaults = new Dictionary<string, string?> { ["Orleans:ClusterId"] = "ingest", ["Orleans:ServiceId"] = "ingest" };
        foreach (var provider in (isSilo ? _ofSilos : _ofEveryMember).Where(provider => !configuration.GetSection(provider).Exists()))
        {
            defaults[$"{provider}:ProviderType"] = "Redis";
            defaults[$"{provider}:ServiceKey"] = Redis;
        }

        // The log's settings have one name in every mode.
        Take("Ingest:FlushInterval", "FlushInterval");
        Take("Ingest:Log:MaxBytes", "MaxBytes");
        Take("Ingest:Log:SegmentBytes", "GroupBytes");
        Take("Ingest:Log:MinReplicas", "MinReplicas");
        Take("Ingest:Log:Queues", "Queues");
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = defaults });

        void Take(string from, string to)
        {
            if (configuration[from] is { Length: > 0 } value) defaults[$"{Log}:{to}"] = value;
        }
    }

    /// <summary>Registers a connection for each <c>ServiceKey</c> of a provider: the one that the connection string of that name says.</summary>
    /// <returns>The options of each connection.</returns>
    /// <exception cref="InvalidDataException">There is no such connection string, or it is none.</exception>
    public static IReadOnlyDictionary<string, ConfigurationOptions> AddRedisConnections(this WebApplicationBuilder builder)
    {
        var keys = builder.Configuration.GetSection("Orleans").AsEnumerable().Where(pair => pair.Key.EndsWith(":ServiceKey", StringComparison.OrdinalIgnoreCase)).Select(pair => pair.Value).OfType<string>();
        var connections = keys.Distinct().ToDictionary(key => key, key => OptionsOf(builder.Configuration, key));
        foreach (var (key, options) in connections)
            builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(key, (_, _) => ConnectionMultiplexer.Connect(options));

        // Waiting for replicas holds up all that shares the connection: sites could not be read while a replica is away.
        if (int.TryParse(builder.Configuration[$"{Log}:MinReplicas"], CultureInfo.InvariantCulture, out var replicas) && replicas > 0
            && builder.Configuration[$"{Log}:ServiceKey"] is { Length: > 0 } shared)
        {
            builder.Configuration[$"{Log}:ServiceKey"] = OwnOfTheLog;
            builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(OwnOfTheLog, (_, _) => ConnectionMultiplexer.Connect(connections[shared]));
        }

        return connections;
    }

    /// <summary>Keeps clients' own ids where the event log is: in the same Redis, and no less safe.</summary>
    public static void AddRedisClientIds(this WebApplicationBuilder builder)
    {
        var service = builder.Configuration["Orleans:ServiceId"]!;
        var key = builder.Configuration[$"{Log}:ServiceKey"];
        builder.Services.AddSingleton<IClientIdStore>(services => new RedisClientIds(services.GetRequiredKeyedService<IConnectionMultiplexer>(key), service));
    }

    /// <summary>Makes Redis forget deleted salts, where it keeps the grains' state; another storage is trusted to overwrite.</summary>
    public static void AddRedisSaltErasure(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[$"{GrainState}:ProviderType"] != "Redis" || builder.Configuration[$"{GrainState}:ServiceKey"] is not { Length: > 0 } key) return;
        builder.Services.AddSingleton<ISaltErasure>(services => new RedisSaltErasure(services.GetRequiredKeyedService<IConnectionMultiplexer>(key)));
    }

    private static ConfigurationOptions OptionsOf(ConfigurationManager configuration, string key)
    {
        var connectionString = configuration.GetConnectionString(key) is { Length: > 0 } configured ? configured : throw new InvalidDataException(
            $"ConnectionStrings:{key} is not set, and cluster mode needs it: give the address of Redis, such as 'localhost:6379' (in the environment: ConnectionStrings__{key}).");
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(connectionString);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"ConnectionStrings:{key} cannot be read ({error.Message}): give it as 'localhost:6379' or 'localhost:6379,password=…'.", error);
        }

        // A Redis that is restarting is waited for, by whoever asks it for something.
        options.AbortOnConnectFail = false;
        // By default each failure doubles the pause: Redis would be back long before it is asked again.
        options.ReconnectRetryPolicy = new LinearRetry(500);
        options.ClientName ??= "orleans-ingest";
        return options;
    }
}
