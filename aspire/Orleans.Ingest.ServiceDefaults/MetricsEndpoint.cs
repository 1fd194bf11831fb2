using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Metrics;

namespace Orleans.Ingest.ServiceDefaults;

/// <summary>
/// Where Prometheus scrapes: a port of its own, off by default and on loopback unless told otherwise. Not the port that takes events, which is open to
/// everyone: so no key has to be handed to Prometheus, and no rule of a proxy can forget the path.
/// </summary>
/// <param name="Host">Address or name by which Prometheus asks, which is listened on.</param>
/// <param name="Port">Its port.</param>
internal sealed record MetricsEndpoint(string Host, int Port)
{
    private const string Section = "Ingest:Metrics";

    /// <summary>What the configuration asks for; null when it asks for none.</summary>
    /// <exception cref="InvalidDataException">A value cannot be used; the message says the fix.</exception>
    public static MetricsEndpoint? Of(IConfiguration configuration)
    {
        if (configuration[$"{Section}:Port"] is not { Length: > 0 } text) return null;
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var port) || port is < 0 or > 65535)
            throw new InvalidDataException($"{Section}:Port is '{text}': give the port that Prometheus is to scrape, such as 9464, or leave it out for none.");
        if (port == 0) return null;
        var host = configuration[$"{Section}:Host"] is { Length: > 0 } configured ? configured : "127.0.0.1";
        return Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? new(host, port)
            : throw new InvalidDataException($"{Section}:Host is '{host}': give the address of this machine by which Prometheus asks, or leave it out for loopback.");
    }

    /// <summary>Serves the metrics there.</summary>
    public void AddTo(MeterProviderBuilder metrics) => metrics.AddPrometheusHttpListener(options => (options.Host, options.Port) = (Host, Port));
}
