namespace Orleans.Ingest.Server.Options;

/// <summary>Section <c>Ingest:Metrics</c>: a port of its own, so that what takes events from everyone shows its metrics to nobody.</summary>
internal sealed class MetricsSettings
{
    /// <summary>Address of this machine by which Prometheus asks for <c>/metrics</c>. Default <c>127.0.0.1</c>.</summary>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Its port, such as 9464. Default 0: none.</summary>
    public int Port { get; set; }
}
