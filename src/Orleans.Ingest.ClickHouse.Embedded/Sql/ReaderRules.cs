using System.Collections.Frozen;
using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>
/// What a read-only user may ask, on top of the engine's grants (the role <c>reader</c>: no writes, no table functions that
/// reach outside). <c>readonly=2</c> alone would be no fence: the engine takes <c>SET readonly = DEFAULT</c>. So a reader's
/// text must be one statement that the engine's own parser calls read-only, which leaves out SET, SET ROLE, USE, KILL and
/// INTO OUTFILE.
/// </summary>
internal static class ReaderRules
{
    /// <summary>
    /// Names that reach outside without asking for a grant. Refused as names, wherever they stand: a function may be passed by
    /// name (<c>arrayMap(file, …)</c>, <c>APPLY(file)</c>), a setting stands in any SETTINGS clause.
    /// </summary>
    private static readonly FrozenSet<string> Outside = new[]
    {
        // Functions: any file the process can read; a model loaded from a path.
        "file", "catboostEvaluate",

        // Settings: files read into an answer or an error, files written, an address that is called.
        "format_template_row", "format_template_resultset", "format_schema", "format_schema_source", "output_format_schema",
        "input_format_record_errors_file_path", "format_avro_schema_registry_url",

        // Another language, whose quotations these rules would not see through.
        "dialect", "polyglot_dialect",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a read-only user may not run this, as ClickHouse's error text; null if it may.</summary>
    public static string? Refusal(ReadOnlySpan<byte> sql, StatementAnalysis analysis, string user)
    {
        if (analysis.Class is not (StatementClass.ReadOnly or StatementClass.Unknown))
            return $"Code: 164. DB::Exception: {user}: Cannot execute query in readonly mode. (READONLY)";

        var tokens = new SqlTokenizer(sql);
        while (tokens.Read(out var token))
        {
            if (IsDoubtful(sql, token))
                return "Code: 62. DB::Exception: Syntax error: in a read-only user's statement, characters beyond ASCII, $ and # must be in quotes, and quoted names must be without backslashes. (SYNTAX_ERROR)";
            if (token.Name(sql) is { } name && Outside.Contains(name)) return Denied(name, user);
        }

        return null;
    }

    /// <summary>Why a read-only user may not set these, as ClickHouse's error text; null if it may.</summary>
    public static string? Refusal(IEnumerable<KeyValuePair<string, string>> settings, string user)
    {
        var refused = settings.Select(setting => setting.Key).FirstOrDefault(Outside.Contains);
        return refused is null ? null : Denied(refused, user);
    }

    // Unicode blanks and quotes, heredocs, escapes: where this reading and the engine's could part, the statement is refused.
    private static bool IsDoubtful(ReadOnlySpan<byte> sql, SqlToken token)
    {
        var text = sql[token.Start..token.End];
        return text[0] >= 0x80 || text[0] is (byte)'$' or (byte)'#' || (token.Kind == SqlTokenKind.QuotedName && text.Contains((byte)'\\'));
    }

    private static string Denied(string name, string user) =>
        $"Code: 497. DB::Exception: {user}: Not enough privileges. A read-only user may not use the name `{name}`: what has that name reaches outside of the database. (ACCESS_DENIED)";
}
