using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse.Audit;
using Orleans.Ingest.ClickHouse.Books;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Deletion;
using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.ClickHouse.Quarantine;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.ClickHouse.Shields;
using Orleans.Ingest.ClickHouse.Writing;

namespace Orleans.Ingest.ClickHouse;

/// <summary>Adds what writes to ClickHouse.</summary>
public static class ClickHouseServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="ClickHouseSchema"/>, <see cref="FlushGroupInsert"/> and <see cref="ClickHouseQueries"/>. An <see cref="IClickHouseEndpoint"/> that is
    /// already there is used, else the configured connection string.
    /// </summary>
    public static IServiceCollection AddClickHouse(this IServiceCollection services, Action<ClickHouseOptions>? configure = null)
    {
        var options = services.AddOptions<ClickHouseOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ClickHouseOptions>, ClickHouseOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IClickHouseEndpoint, ConfiguredEndpoint>();
        services.TryAddSingleton<ClickHouseConnections>();
        services.TryAddSingleton<ClickHouseSchema>();
        services.TryAddSingleton<ClickHouseQueries>();
        services.TryAddSingleton<TableAudit>();
        services.TryAddSingleton<Ledger>();
        services.TryAddSingleton<FlushGroupInsert>();
        services.TryAddSingleton<TableMutations>();
        services.TryAddSingleton<SiteDataDeletion>();
        services.TryAddSingleton<StoredVisits>();
        services.TryAddSingleton<QuarantineStore>();
        services.TryAddSingleton<ShieldedRows>();
        return services;
    }
}
