using Orleans.Ingest.Grains.Health;
using Orleans.Ingest.Web.Health;

namespace Orleans.Ingest.Server.Health;

/// <summary>This process is a silo of a cluster.</summary>
internal sealed class LocalSiloHealth(SiloHealth silo) : IIngestHealth
{
    /// <inheritdoc />
    public HealthReport Report() => Conditions.ReportOf(silo.Condition());
}
