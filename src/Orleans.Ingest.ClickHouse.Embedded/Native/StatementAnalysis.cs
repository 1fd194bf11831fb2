namespace Orleans.Ingest.ClickHouse.Embedded.Native;

/// <summary>How many statements a text holds, and the most far-reaching class among them.</summary>
internal readonly record struct StatementAnalysis(int Count, StatementClass Class);
