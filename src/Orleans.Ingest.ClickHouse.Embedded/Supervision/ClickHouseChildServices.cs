using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>Registration of the child.</summary>
public static class ClickHouseChildServices
{
    /// <summary>
    /// Keeps a ClickHouse as a child of this process; <see cref="ClickHouseChild"/> says where it answers and how it stands.
    /// To be called before the services that write to it are registered, so that it ends after them.
    /// </summary>
    public static IServiceCollection AddClickHouseChild(this IServiceCollection services, Action<ClickHouseChildOptions> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ClickHouseChildOptions>()
            .Configure(configure)
            .Validate(options => options.HttpPort is >= 0 and <= 65535, "Ingest:ClickHouse:HttpPort must be a port of 1 to 65535, or 0 for a free one.")
            .Validate(options => !string.IsNullOrWhiteSpace(options.DataDirectory), "Ingest:ClickHouse:DataDirectory is empty: name the directory the database shall live in.")
            .ValidateOnStart();
        services.AddSingleton<ClickHouseChild>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ClickHouseChild>());
        return services;
    }
}
