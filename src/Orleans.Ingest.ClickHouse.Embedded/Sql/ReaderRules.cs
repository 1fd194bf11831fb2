using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>
/// What a read-only user may ask, on top of the engine's grants (the role <c>reader</c>: no writes, no table functions that
/// reach outside). <c>readonly=2</c> alone would be no fence: the engine takes <c>SET readonly = DEFAULT</c>. So a reader's
/// text must be one statement that the engine's own parser calls read-only, which leaves out SET ROLE, USE, KILL and INTO
/// OUTFILE, or a plain <see cref="SetStatement"/>.
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

        // Settings: threads' priority, which the engine cannot take back for every user (it ends then); memory that is not counted;
        // the mark by which a query is cancelled.
        "os_threads_nice_value_query", "os_threads_nice_value_materialized_view", "os_thread_priority", "max_untracked_memory",
        EngineConnection.MarkSetting,

        // Another language, whose quotations these rules would not see through.
        "dialect", "polyglot_dialect",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a read-only user may not run this, as ClickHouse's error text; null if it may.</summary>
    public static string? Refusal(ReadOnlySpan<byte> sql, StatementAnalysis analysis, string user, ReaderLimits limits)
    {
        if (!SetStatement.IsOne(sql) && analysis.Class is not (StatementClass.ReadOnly or StatementClass.Unknown))
            return $"Code: 164. DB::Exception: {user}: Cannot execute query in readonly mode. (READONLY)";

        var tokens = new SqlTokenizer(sql);
        while (tokens.Read(out var token))
        {
            if (IsDoubtful(sql, token))
                return "Code: 62. DB::Exception: Syntax error: in a read-only user's statement, characters beyond ASCII, $ and # must be in quotes, and quoted names must be without backslashes. (SYNTAX_ERROR)";
            if (token.Name(sql) is { } name && Outside.Contains(name)) return Denied(name, user);
            if (token.Name(sql) is { } setting && limits.Ceilings.TryGetValue(setting, out var ceiling) && !IsWithin(sql, tokens, ceiling)) return AboveCeiling(setting, ceiling);
        }

        return null;
    }

    /// <summary>Why a read-only user may not set these, as ClickHouse's error text; null if it may.</summary>
    public static string? Refusal(IEnumerable<KeyValuePair<string, string>> settings, string user, ReaderLimits limits)
    {
        foreach (var (name, value) in settings)
        {
            if (Outside.Contains(name)) return Denied(name, user);
            if (limits.Ceilings.TryGetValue(name, out var ceiling) && !IsWithin(value, ceiling)) return AboveCeiling(name, ceiling);
        }

        return null;
    }

    // A limit's name may stand only where it is set, to a number that is not above the ceiling. 0 would be no limit at all.
    private static bool IsWithin(ReadOnlySpan<byte> sql, SqlTokenizer behind, long ceiling) =>
        behind.Read(out var equals) && equals.IsCharacter(sql, '=') && behind.Read(out var value) &&
        IsWithin(value.Text(sql) ?? Encoding.UTF8.GetString(sql[value.Start..value.End]), ceiling);

    private static bool IsWithin(string value, long ceiling) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= ceiling;

    private static string AboveCeiling(string name, long ceiling) =>
        $"Code: 452. DB::Exception: Setting {name} shouldn't be greater than {ceiling}: a read-only user may set it to a number from 1 to that, written in digits. (SETTING_CONSTRAINT_VIOLATION)";

    // Unicode blanks and quotes, heredocs, escapes: where this reading and the engine's could part, the statement is refused.
    private static bool IsDoubtful(ReadOnlySpan<byte> sql, SqlToken token)
    {
        var text = sql[token.Start..token.End];
        return text[0] >= 0x80 || text[0] is (byte)'$' or (byte)'#' || (token.Kind == SqlTokenKind.QuotedName && text.Contains((byte)'\\'));
    }

    private static string Denied(string name, string user) =>
        $"Code: 497. DB::Exception: {user}: Not enough privileges. A read-only user may not use the name `{name}`: what has that name reaches outside of the database. (ACCESS_DENIED)";
}
