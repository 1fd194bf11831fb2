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
    // The scalar function file() reads any path the process can, asks for no grant, and may be passed by name
    // (arrayMap(file, …), APPLY(file)): the name itself is refused.
    private const string FileFunction = "file";

    /// <summary>Why a read-only user may not run this, as ClickHouse's error text; null if it may.</summary>
    public static string? Refusal(ReadOnlySpan<byte> sql, StatementAnalysis analysis, string user)
    {
        // What does not parse runs to the engine's syntax error; it executes nothing.
        if (analysis.Class == StatementClass.Unknown && analysis.Count == 0) return null;
        if (analysis.Class != StatementClass.ReadOnly)
            return $"Code: 164. DB::Exception: {user}: Cannot execute query in readonly mode. (READONLY)";
        if (analysis.Count != 1)
            return "Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)";

        var tokens = new SqlTokenizer(sql);
        while (tokens.Read(out var token))
        {
            if (token.Name(sql) == FileFunction)
                return $"Code: 497. DB::Exception: {user}: Not enough privileges. A read-only user may not use the name `file`: the function of that name reads any file. (ACCESS_DENIED)";
        }

        return null;
    }
}
