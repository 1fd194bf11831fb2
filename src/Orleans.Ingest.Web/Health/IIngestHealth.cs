namespace Orleans.Ingest.Web.Health;

/// <summary>Knows whether events can be accepted; the host implements it.</summary>
public interface IIngestHealth
{
    /// <summary>The newest known state; called for every health request, so it must not wait.</summary>
    HealthReport Report();
}
