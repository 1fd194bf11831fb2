using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Web.Access;
using Orleans.Ingest.Web.Keys;
using Orleans.Ingest.Web.Live;
using Orleans.Ingest.Web.SelfCheck;

namespace Orleans.Ingest.Web.Console;

/// <summary>Registers the console, and what stands behind it.</summary>
internal static class ConsoleServices
{
    public static void AddConsole(this IServiceCollection services)
    {
        services.AddSingleton<AdminAddresses>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ConsoleCookie>();
        services.AddSingleton<Authentication>();
        services.AddSingleton<FailedLogIns>();
        services.AddSingleton<Inspector>();
        services.AddSingleton<LiveHub>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveHub>());
        services.AddHostedService<LivePublisher>();
    }
}
