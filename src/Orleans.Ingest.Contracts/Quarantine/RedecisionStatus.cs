namespace Orleans.Ingest.Contracts.Quarantine;

/// <summary>How far a redecision is.</summary>
[GenerateSerializer, Alias("ingest.RedecisionStatus")]
public enum RedecisionStatus
{
    /// <summary>What came before it was asked for is on its way from the event log to ClickHouse.</summary>
    WaitsForLog = 0,
    /// <summary>Stored events that a rule drops now are taken out of their visits and removed.</summary>
    Removes = 1,
    /// <summary>Kept events that no rule drops any more are stored.</summary>
    Lands = 2,
    /// <summary>Everything is as the rules say.</summary>
    Done = 3,
    /// <summary>ClickHouse refuses it; <see cref="Redecision.Detail"/> says how.</summary>
    Failed = 4,
}
