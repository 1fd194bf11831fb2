namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>How busy the connections of a role are.</summary>
/// <param name="Running">Statements that have a connection.</param>
/// <param name="Waiting">Statements that wait for one, or for their turn.</param>
internal readonly record struct StatementLoad(int Running, int Waiting);
