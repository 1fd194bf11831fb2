namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>
/// <c>SET a = 1, b = 'x'</c>: settings and nothing else, which a read-only user may change. The engine's parser files it with
/// SET ROLE and all else that changes a session, so it is read here, and only in its plainest form: names and literals.
/// </summary>
internal static class SetStatement
{
    // Not limits that lie in the engine's way of reading (ReaderRules), but what a server keeps from read-only users too.
    private static readonly string[] Fences = ["readonly", "allow_ddl", "allow_introspection_functions", "profile", "implicit_select"];

    public static bool IsOne(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokenizer(sql);
        if (!tokens.Read(out var set) || !set.IsWord(sql, "SET")) return false;
        do
        {
            if (!tokens.Read(out var name) || name.Kind != SqlTokenKind.Word || Fences.Contains(name.Name(sql), StringComparer.OrdinalIgnoreCase)) return false;
            if (!tokens.Read(out var equals) || !equals.IsCharacter(sql, '=')) return false;
            if (!tokens.Read(out var value) || !IsLiteral(sql, value)) return false;
            if (!tokens.Read(out var next)) return true;
            if (next.IsCharacter(sql, ';')) return !tokens.Read(out _);
            if (!next.IsCharacter(sql, ',')) return false;
        }
        while (true);
    }

    private static bool IsLiteral(ReadOnlySpan<byte> sql, SqlToken token) =>
        token.Text(sql) is not null || (token.Kind == SqlTokenKind.Other && char.IsAsciiDigit((char)sql[token.Start]));
}
