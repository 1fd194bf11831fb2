namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>
/// <c>KILL QUERY WHERE query_id = '…'</c>, as clients and SQL tools send it to cancel. The engine gives its queries ids of its
/// own, so the client's has to be looked up.
/// </summary>
internal static class KillStatement
{
    /// <summary>The query id, or null if the text is another statement.</summary>
    public static string? QueryId(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokenizer(sql);
        foreach (var word in (ReadOnlySpan<string>)["KILL", "QUERY", "WHERE", "query_id"])
        {
            if (!tokens.Read(out var token) || !token.IsWord(sql, word)) return null;
        }

        if (!tokens.Read(out var equals) || !equals.IsCharacter(sql, '=')) return null;
        if (!tokens.Read(out var id) || id.Text(sql) is not { } text) return null;
        while (tokens.Read(out var token))
        {
            if (!token.IsWord(sql, "SYNC") && !token.IsWord(sql, "ASYNC") && !token.IsCharacter(sql, ';')) return null;
        }

        return text;
    }
}
