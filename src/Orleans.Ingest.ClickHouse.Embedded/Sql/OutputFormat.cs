namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>The format of a result: the statement's own FORMAT clause, else the request's default.</summary>
internal static class OutputFormat
{
    public const string Default = "TabSeparated";

    public static string Of(ReadOnlySpan<byte> sql, string requested)
    {
        var tokens = new SqlTokenizer(sql);
        var depth = 0;
        var format = requested;
        while (tokens.Read(out var token))
        {
            if (token.IsCharacter(sql, '(')) depth++;
            else if (token.IsCharacter(sql, ')')) depth--;

            // A column may be called format too; the clause is a name after a name, at the outermost level, the last one counts.
            else if (depth == 0 && token.IsWord(sql, "FORMAT"))
            {
                var ahead = tokens;
                if (ahead.Read(out var name) && name.Kind == SqlTokenKind.Word && !IsClause(sql, name)) format = name.Name(sql)!;
            }
        }

        return format;
    }

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

    private static bool IsClause(ReadOnlySpan<byte> sql, SqlToken token) =>
        token.IsWord(sql, "FROM") || token.IsWord(sql, "AS") || token.IsWord(sql, "SETTINGS") || token.IsWord(sql, "IN") ||
        token.IsWord(sql, "LIKE") || token.IsWord(sql, "AND") || token.IsWord(sql, "OR") || token.IsWord(sql, "ASC") || token.IsWord(sql, "DESC");
}
