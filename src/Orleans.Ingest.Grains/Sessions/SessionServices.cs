using Microsoft.Extensions.Logging;
using Orleans.Ingest.Grains.Batching;
using Orleans.Ingest.Grains.Telemetry;

namespace Orleans.Ingest.Grains.Sessions;

/// <summary>What all sessions of a silo have in common: each holds this alone, since there may be a million of them.</summary>
/// <param name="Snapshots">Where their snapshots are.</param>
/// <param name="Accumulators">Where their events wait for an append.</param>
/// <param name="Metrics">Counts them.</param>
/// <param name="Logger">Their log.</param>
/// <param name="Local">Where callers of this process find them; null where there are none.</param>
internal sealed record SessionServices(SessionSnapshots Snapshots, EventAccumulators Accumulators, GrainMetrics Metrics, ILogger<SessionGrain> Logger, LocalSessions? Local = null);
