using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>What every role of the service has: telemetry, and outgoing calls that find their target and bear with it.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Adds OpenTelemetry as the environment asks for it (nothing is measured for nobody), logs that quote no visitor, service discovery, and resilience for clients that come from
    /// the HTTP client factory. The routes of health are the front end's.
    /// </summary>
    /// <param name="builder">The program.</param>
    /// <param name="role">What this process is, such as <c>silo</c>: part of the name it reports under, unless <c>OTEL_SERVICE_NAME</c> says another.</param>
    public static void AddServiceDefaults(this IHostApplicationBuilder builder, string role)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTelemetry(role);
        builder.KeepLogsPrivate();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
    }
}
