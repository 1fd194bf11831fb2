namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>A statement's own FORMAT clause.</summary>
/// <param name="Start">Where the word FORMAT begins.</param>
/// <param name="Name">The format's name.</param>
internal readonly record struct FormatClause(int Start, string Name)
{
    /// <summary>The clause at the outermost level; of several the last. Null if there is none.</summary>
    public static FormatClause? Find(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokenizer(sql);
        var depth = 0;
        FormatClause? found = null;
        while (tokens.Read(out var token))
        {
            if (token.IsCharacter(sql, '(')) depth++;
            else if (token.IsCharacter(sql, ')')) depth--;

            // A column may be called format too; the clause is a name after a name.
            else if (depth == 0 && token.IsWord(sql, "FORMAT"))
            {
                var ahead = tokens;
                if (ahead.Read(out var name) && name.Kind == SqlTokenKind.Word && !BeginsAnotherClause(sql, name)) found = new(token.Start, name.Name(sql)!);
            }
        }

        return found;
    }

    private static bool BeginsAnotherClause(ReadOnlySpan<byte> sql, SqlToken token) =>
        token.IsWord(sql, "FROM") || token.IsWord(sql, "AS") || token.IsWord(sql, "SETTINGS") || token.IsWord(sql, "IN") ||
        token.IsWord(sql, "LIKE") || token.IsWord(sql, "AND") || token.IsWord(sql, "OR") || token.IsWord(sql, "ASC") || token.IsWord(sql, "DESC");
}
