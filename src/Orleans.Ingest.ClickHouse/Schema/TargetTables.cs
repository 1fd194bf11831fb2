namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>What inserts go to, as it was when the schema was last looked at.</summary>
/// <param name="Events">Rows of <c>events_v2</c>.</param>
/// <param name="Sessions">Rows of <c>sessions_v2</c>.</param>
/// <param name="Counters">Rows of <c>ingest_counters</c>.</param>
/// <param name="Canaries">Rows of <c>ingest_canaries</c>.</param>
/// <param name="Quarantine">Rows of <c>ingest_quarantine</c>.</param>
/// <param name="Settings">What every insert pins.</param>
internal sealed record TargetTables(RowTarget Events, RowTarget Sessions, RowTarget Counters, RowTarget Canaries, RowTarget Quarantine, InsertSettings Settings)
{
    /// <summary>True when events and sessions have all columns of this service; false for tables that Plausible made, whose rows are left as they are.</summary>
    public bool AreOurs => Events is { HasPosition: true, IsWhole: true } && Sessions is { HasPosition: true, IsWhole: true };
}
