namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>The format of a result: the statement's own FORMAT clause, else the request's default.</summary>
internal static class OutputFormat
{
    public const string Default = "TabSeparated";

    public static string Of(ReadOnlySpan<byte> sql, string requested) => FormatClause.Find(sql)?.Name ?? requested;

    public static string ContentType(string format) => format switch
    {
        "TabSeparated" or "TSV" or "TabSeparatedRaw" or "TSVRaw" => "text/tab-separated-values; charset=UTF-8",
        _ when format.StartsWith("TabSeparated", StringComparison.Ordinal) || format.StartsWith("TSV", StringComparison.Ordinal) =>
            "text/tab-separated-values; charset=UTF-8",
        _ when format.StartsWith("CSV", StringComparison.Ordinal) => "text/csv; charset=UTF-8; header=" + (format.Contains("Names", StringComparison.Ordinal) ? "present" : "absent"),
        "JSONEachRow" or "JSONLines" or "NDJSON" or "JSONStringsEachRow" or "JSONCompactEachRow" => "application/x-ndjson; charset=UTF-8",
        _ when format.StartsWith("JSON", StringComparison.Ordinal) => "application/json; charset=UTF-8",
        "XML" => "application/xml; charset=UTF-8",
        "Markdown" => "text/markdown; charset=UTF-8",
        "Parquet" or "Arrow" or "ArrowStream" or "ORC" or "Avro" or "Native" => "application/octet-stream",
        _ when format.StartsWith("RowBinary", StringComparison.Ordinal) => "application/octet-stream",
        _ => "text/plain; charset=UTF-8",
    };
}
