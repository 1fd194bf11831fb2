using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Web.Bulk;
using Orleans.Ingest.Web.Check;
using Orleans.Ingest.Web.Console;
using Orleans.Ingest.Web.Events;
using Orleans.Ingest.Web.Health;
using Orleans.Ingest.Web.Live;
using Orleans.Ingest.Web.Quarantine;
using Orleans.Ingest.Web.Receipts;
using Orleans.Ingest.Web.Salts;
using Orleans.Ingest.Web.Sites;
using Orleans.Ingest.Web.Visitors;

namespace Orleans.Ingest.Web;

/// <summary>Registers the front end.</summary>
public static class IngestWebServices
{
    /// <summary>
    /// Adds what <see cref="IngestRoutes.MapIngest"/> needs. The host adds a client of the cluster (<see cref="IGrainFactory"/>), the
    /// pipeline, <see cref="IDropCounter"/>, <see cref="IKeptEvents"/>, <see cref="IAdminKey"/>, <see cref="IIngestHealth"/> and the broadcast channel provider of <see cref="Contracts.Live.LiveChannel.Name"/>; an
    /// <see cref="IIpClassifier"/> and <see cref="ISessionGrains"/>, if it has its own, before this call.
    /// </summary>
    public static IServiceCollection AddIngestWeb(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<WebOptions>().BindConfiguration(WebOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebOptions>, WebOptionsValidator>();
        services.AddMetrics();
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIpClassifier>(IpLists.None);
        services.AddSingleton<WebMetrics>();
        services.AddSingleton<ReceiptSeal>();
        services.AddSingleton<CanaryFlight>();
        services.AddHostedService(provider => provider.GetRequiredService<CanaryFlight>());
        services.AddSingleton<VisitorWatch>();
        services.AddSingleton<RetryBudget>();
        services.AddSingleton<SiteLeases>();
        services.AddSingleton<SaltCache>();
        services.AddSingleton<Births>();
        services.AddSingleton<SessionGrains>();
        services.TryAddSingleton<ISessionGrains>(provider => provider.GetRequiredService<SessionGrains>());
        services.AddSingleton<SessionCalls>();
        services.AddSingleton<ProcessorLag>();
        services.AddSingleton<WaitingEvents>();
        services.AddSingleton<SiteQuarantine>();
        services.AddSingleton<EventDecisions>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<EventIngestion>();
        services.AddSingleton<ClientIds>();
        services.AddSingleton<BulkIngestion>();
        services.AddSingleton<VisitorResolver>();
        services.AddSingleton<SessionGlances>();
        services.AddSingleton<EventCheck>();
        services.AddSingleton(provider =>
        {
            var (ingestion, metrics) = (provider.GetRequiredService<EventIngestion>(), provider.GetRequiredService<WebMetrics>());
            var waiting = provider.GetRequiredService<WaitingEvents>();
            metrics.ObserveWaiting(() => waiting.Count);
            return new EventEndpoint(
                provider.GetRequiredService<VisitorResolver>(), ingestion, metrics, provider.GetRequiredService<LiveFeed>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<WebOptions>>());
        });

        services.AddConsole();

        // Kestrel answers 400 to a single byte that is no UTF-8, in whichever header: an old cookie, or a phone's name in its user agent.
        services.Configure<KestrelServerOptions>(kestrel => kestrel.RequestHeaderEncodingSelector = static _ => Encoding.UTF8);

        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, ConnectionLimits>();

        // The forwarded headers middleware takes X-Forwarded-For away and believes it; who is believed is Ingest:TrustedProxies' to say.
        services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders &= ~ForwardedHeaders.XForwardedFor);
        return services;
    }
}
