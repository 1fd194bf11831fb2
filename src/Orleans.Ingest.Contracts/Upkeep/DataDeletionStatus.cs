namespace Orleans.Ingest.Contracts.Upkeep;

/// <summary>How far a deletion is.</summary>
[GenerateSerializer, Alias("ingest.DataDeletionStatus")]
public enum DataDeletionStatus
{
    /// <summary>What was accepted before it was asked for is on its way from the event log to ClickHouse.</summary>
    WaitsForLog = 0,
    /// <summary>Visits that go on have been ended; their last rows are on the way to ClickHouse.</summary>
    WaitsForVisits = 1,
    /// <summary>ClickHouse rewrites its tables without the rows.</summary>
    Deletes = 2,
    /// <summary>The rows are in no table any more.</summary>
    Done = 3,
    /// <summary>ClickHouse refuses the deletion itself; <see cref="DataDeletion.Detail"/> says how.</summary>
    Failed = 4,
}
