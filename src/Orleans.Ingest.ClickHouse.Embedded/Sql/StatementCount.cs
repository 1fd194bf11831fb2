namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>Whether a text may hold more than one statement.</summary>
internal static class StatementCount
{
    /// <summary>
    /// A semicolon with something behind it. Asked where the engine's parser gave up on a text: it would still run the
    /// statements before the one that does not parse.
    /// </summary>
    public static bool MayBeMany(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokenizer(sql);
        var ended = false;
        while (tokens.Read(out var token))
        {
            if (ended) return true;
            ended = token.IsCharacter(sql, ';');
        }

        return false;
    }
}
