namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>Rows that one insert of a flush group has sent; 0 for what was there already.</summary>
/// <param name="Events">Rows of <c>events_v2</c>.</param>
/// <param name="Sessions">Rows of <c>sessions_v2</c>.</param>
/// <param name="Counters">Rows of <c>ingest_counters</c>.</param>
public readonly record struct InsertedRows(long Events, long Sessions, long Counters)
{
    /// <summary>Clients' own ids of the group's events.</summary>
    public IReadOnlyList<(ulong High, ulong Low)> ClientIds { get; init; } = [];

    /// <summary>True when an event of the group came so late that its visit may be stored in parts.</summary>
    public bool HasLateEvents { get; init; }
}
