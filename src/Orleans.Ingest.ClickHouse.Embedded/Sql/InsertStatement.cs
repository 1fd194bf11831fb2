namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>An INSERT whose rows follow it: <c>INSERT … FORMAT X</c> or <c>INSERT … VALUES</c>.</summary>
/// <param name="Format">How the rows are written.</param>
/// <param name="StatementLength">Bytes of the statement up to its FORMAT or VALUES.</param>
/// <param name="DataStart">Where the rows begin.</param>
/// <param name="HasSelect">The rows go through a SELECT over <c>input()</c> first.</param>
internal sealed record InsertStatement(string Format, int StatementLength, int DataStart, bool HasSelect)
{
    /// <summary>Finds the rows of an INSERT, or null where the text is another statement or has none.</summary>
    public static InsertStatement? Find(ReadOnlySpan<byte> sql)
    {
        var tokens = new SqlTokenizer(sql);
        if (!tokens.Read(out var first) || !first.IsWord(sql, "INSERT")) return null;

        var depth = 0;
        var (hasSelect, hasInput) = (false, false);
        while (tokens.Read(out var token))
        {
            hasInput |= token.IsWord(sql, "input");
            if (token.IsCharacter(sql, '(')) depth++;
            else if (token.IsCharacter(sql, ')')) depth--;
            else if (depth > 0) continue;
            else if (token.IsCharacter(sql, ';')) return null;
            else if (token.IsWord(sql, "SELECT") || token.IsWord(sql, "WITH")) hasSelect = true;
            else if (token.IsWord(sql, "VALUES") && !hasSelect) return new("Values", token.Start, token.End, HasSelect: false);
            else if (token.IsWord(sql, "FORMAT"))
            {
                if (hasSelect && !hasInput) return null;
                if (!tokens.Read(out var name) || name.Name(sql) is not { } format) return null;
                if (format.Equals("VALUES", StringComparison.OrdinalIgnoreCase)) format = "Values";
                return new(format, token.Start, SkipToData(sql, name.End), hasSelect);
            }
        }

        return null;
    }

    // As the server does: blanks, then one line end; everything behind it is data.
    private static int SkipToData(ReadOnlySpan<byte> sql, int position)
    {
        while (position < sql.Length && sql[position] is (byte)' ' or (byte)'\t' or (byte)'\f') position++;
        if (position < sql.Length && sql[position] == (byte)';') position++;
        if (position < sql.Length && sql[position] == (byte)'\r') position++;
        if (position < sql.Length && sql[position] == (byte)'\n') position++;
        return position;
    }
}
