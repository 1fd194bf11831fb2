using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.Sizing;

/// <summary>A process whose use is measured.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Id">The process' id.</param>
/// <param name="Metrics">Where it tells its own; null where it does not.</param>
internal sealed record MeasuredProcess(string Name, int Id, ScrapedMetrics? Metrics = null);
