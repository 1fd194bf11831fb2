namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>A token's place in the statement's bytes.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, int Start, int End);
