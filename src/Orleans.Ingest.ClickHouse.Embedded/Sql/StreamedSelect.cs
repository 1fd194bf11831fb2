using System.Text;

namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>A SELECT whose result the engine writes to a file instead of gathering it in memory.</summary>
internal static class StreamedSelect
{
    /// <summary>
    /// The statement with INTO OUTFILE before its FORMAT clause, or null where that cannot be put in: it is no SELECT, names a
    /// file already, or is not one statement.
    /// </summary>
    /// <param name="sql">The statement as it was sent.</param>
    /// <param name="format">The format where the statement names none.</param>
    /// <param name="path">The file to append to.</param>
    public static byte[]? Into(ReadOnlySpan<byte> sql, string format, string path)
    {
        var tokens = new SqlTokenizer(sql);
        if (!tokens.Read(out var first) || !BeginsSelect(sql, first)) return null;

        var (end, ended) = (first.End, false);
        var afterInto = false;
        while (tokens.Read(out var token))
        {
            if (ended || (afterInto && token.IsWord(sql, "OUTFILE"))) return null;
            afterInto = token.IsWord(sql, "INTO");
            ended = token.IsCharacter(sql, ';');
            if (!ended) end = token.End;
        }

        var outfile = Encoding.UTF8.GetBytes($" INTO OUTFILE {SqlText.QuoteText(path)} APPEND ");
        return FormatClause.Find(sql) is { } own
            ? [.. sql[..own.Start], .. outfile, .. sql[own.Start..end]]
            : [.. sql[..end], .. outfile, .. Encoding.UTF8.GetBytes("FORMAT " + SqlText.QuoteName(format))];
    }

    private static bool BeginsSelect(ReadOnlySpan<byte> sql, SqlToken token) =>
        token.IsWord(sql, "SELECT") || token.IsWord(sql, "WITH") || token.IsWord(sql, "FROM") || token.IsCharacter(sql, '(');
}
