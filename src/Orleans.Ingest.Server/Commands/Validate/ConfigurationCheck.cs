using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.DurableLog.Redis;
using Orleans.Ingest.Pipeline;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Server.Commands.Help;
using Orleans.Ingest.Server.Modes;
using Orleans.Ingest.Server.Options;
using Orleans.Ingest.Web;

namespace Orleans.Ingest.Server.Commands.Validate;

/// <summary>Reads a configuration by the same options and validators as a start, and goes on where a start would end, so that all faults are found at once.</summary>
internal sealed class ConfigurationCheck
{
    private const string RedisLog = "Orleans:Streaming:events";
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string?> _values;

    /// <summary>Checks it all.</summary>
    public ConfigurationCheck(WebApplicationBuilder builder)
    {
        _values = builder.Configuration.AsEnumerable().ToDictionary(StringComparer.OrdinalIgnoreCase);
        Options = Bind<IngestOptions>(IngestOptions.Section);
        Validate(new IngestOptionsValidator(), Options);
        if (File.Exists(Options.DataDirectory)) _faults.Add($"Ingest:DataDirectory is '{Options.DataDirectory}', which is a file: name a directory.");
        Hints = [.. UnknownKeys()];
        if (Options.Role == "clickhouse") return;

        CheckUrls();
        Attempt(() => Listen(builder));
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddIngestWeb().AddClickHouse();
        services.AddSingleton<IConfiguration>(_ => Configuration());
        if (Options.Mode == "cluster") CheckCluster(builder);
        CheckWebAndClickHouse(services);
        if (_faults.Count == 0) CheckFiles(services);
    }

    /// <summary>What the program itself would know.</summary>
    public IngestOptions Options { get; }

    /// <summary>What a start would refuse, each with its fix.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What a start would not notice.</summary>
    public IReadOnlyList<string> Hints { get; }

    private void CheckWebAndClickHouse(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        var web = Bind<WebOptions>(WebOptions.Section);
        foreach (var validator in provider.GetServices<IValidateOptions<WebOptions>>()) Validate(validator, web);
        if (Options is { Mode: "cluster", Role: "web" }) return;

        var clickHouse = new ClickHouseOptions { CountersRetentionDays = Options.ClickHouse.CountersRetentionDays };
        if (Options.Mode == "cluster")
        {
            clickHouse = Bind<ClickHouseOptions>("Ingest:ClickHouse");
            clickHouse.ConnectionString = _values.GetValueOrDefault("ConnectionStrings:clickhouse") ?? "";
            if (string.IsNullOrWhiteSpace(clickHouse.ConnectionString))
            {
                _faults.Add(ClusterMode.NoClickHouse);
                return;
            }
        }

        foreach (var validator in provider.GetServices<IValidateOptions<ClickHouseOptions>>()) Validate(validator, clickHouse);
    }

    private void CheckCluster(WebApplicationBuilder builder)
    {
        builder.AddClusterDefaults(isSilo: Options.Role != "web");
        Attempt(() => builder.AddRedisConnections());
        foreach (var (key, value) in builder.Configuration.AsEnumerable()) _values[key] = value;
        if (_values.GetValueOrDefault($"{RedisLog}:ProviderType") is "Redis" or "RedisDurableLog")
            Validate(new RedisLogOptionsValidator(), Bind<RedisLogOptions>(RedisLog), "events");
    }

    /// <summary>Reads what the configuration names: a start would read it before its first event.</summary>
    private void CheckFiles(IServiceCollection services)
    {
        services.AddSingleton(Microsoft.Extensions.Options.Options.Create(Options));
        services.AddGeo(Options.GeoDatabase);
        services.AddPipeline();
        services.AddIpLists(Options.IpLists);
        using var provider = services.BuildServiceProvider();
        Attempt(() => provider.GetRequiredService<EventPipeline>());
        Attempt(() => provider.GetRequiredService<IIpClassifier>());
    }

    private void Listen(WebApplicationBuilder builder)
    {
        builder.UseDefaultUrl();
        if (Options.Role != "silo") builder.UseAdminUrls();
    }

    private void CheckUrls()
    {
        foreach (var url in (_values.GetValueOrDefault("Urls") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                _faults.Add($"Urls holds '{url}', which is no address to listen on: give one such as http://127.0.0.1:8080, several parted by semicolons.");
            }
        }
    }

    /// <summary>Binds a section. A value that cannot be read is a fault, and is left out so that the next one is found.</summary>
    private T Bind<T>(string section) where T : class, new()
    {
        while (true)
        {
            try
            {
                return Configuration().GetSection(section).Get<T>() ?? new();
            }
            catch (InvalidOperationException error) when (ConfigurationFault.KeyOf(error) is { } key && _values.ContainsKey(key))
            {
                _values.Remove(key, out var value);
                _faults.Add(ConfigurationFault.Explain(key, value));
            }
        }
    }

    private void Validate<T>(IValidateOptions<T> validator, T options, string? name = null) where T : class
    {
        if (validator.Validate(name, options) is { Failed: true } result) _faults.AddRange(result.Failures.Except(_faults).ToArray());
    }

    private void Attempt(Action part)
    {
        try
        {
            part();
        }
        catch (OptionsValidationException invalid)
        {
            _faults.AddRange(invalid.Failures);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or FormatException)
        {
            _faults.Add(error.Message);
        }
    }

    private IEnumerable<string> UnknownKeys()
    {
        var known = ConfigurationKeys.All.SelectMany(key => key.Names.Split(", ")).ToArray();
        return from value in _values
               where value.Value is not null && value.Key.StartsWith("Ingest:", StringComparison.OrdinalIgnoreCase)
               where !value.Key.StartsWith("Ingest:Revenue:Rates:", StringComparison.OrdinalIgnoreCase) && !known.Contains(value.Key, StringComparer.OrdinalIgnoreCase)
               select $"{value.Key} is no key that the program knows: --help lists them.";
    }

    private IConfigurationRoot Configuration() => new ConfigurationBuilder().AddInMemoryCollection(_values).Build();
}
