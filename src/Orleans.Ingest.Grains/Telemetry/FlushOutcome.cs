namespace Orleans.Ingest.Grains.Telemetry;

/// <summary>What became of one delivery of a flush group.</summary>
internal enum FlushOutcome
{
    /// <summary>Not in ClickHouse, or not known to be: the group is delivered again.</summary>
    Failed = 0,
    /// <summary>In ClickHouse, and out of the log.</summary>
    Inserted = 1,
    /// <summary>Refused for good, and kept as a dead letter.</summary>
    SetAside = 2,
}
