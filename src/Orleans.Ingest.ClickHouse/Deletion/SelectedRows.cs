namespace Orleans.Ingest.ClickHouse.Deletion;

/// <summary>What a deletion has found.</summary>
/// <param name="Events">Rows of <c>events_v2</c>.</param>
/// <param name="Visits">Sessions of <c>sessions_v2</c>.</param>
public readonly record struct SelectedRows(ulong Events, ulong Visits);
