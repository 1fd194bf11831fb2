using System.Text;

namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>Reading and writing single tokens.</summary>
internal static class SqlText
{
    public static bool IsWord(this SqlToken token, ReadOnlySpan<byte> sql, string keyword) =>
        token.Kind == SqlTokenKind.Word && Ascii.EqualsIgnoreCase(sql[token.Start..token.End], keyword);

    public static bool IsCharacter(this SqlToken token, ReadOnlySpan<byte> sql, char character) =>
        token.Kind == SqlTokenKind.Other && token.End - token.Start == 1 && sql[token.Start] == character;

    /// <summary>The name a word or a quoted name stands for, else null.</summary>
    public static string? Name(this SqlToken token, ReadOnlySpan<byte> sql) => token.Kind switch
    {
        SqlTokenKind.Word => Encoding.UTF8.GetString(sql[token.Start..token.End]),
        SqlTokenKind.QuotedName => Unquote(Encoding.UTF8.GetString(sql[token.Start..token.End])),
        _ => null,
    };

    /// <summary>The text a literal in single quotes stands for, else null. (Of a heredoc: null.)</summary>
    public static string? Text(this SqlToken token, ReadOnlySpan<byte> sql) =>
        token.Kind == SqlTokenKind.Text && sql[token.Start] == (byte)'\'' ? Unquote(Encoding.UTF8.GetString(sql[token.Start..token.End])) : null;

    public static string QuoteName(string name) => Quote(name, '`');

    public static string QuoteText(string text) => Quote(text, '\'');

    private static string Quote(string text, char quote)
    {
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var character in text)
        {
            if (character == quote || character == '\\') quoted.Append('\\');
            quoted.Append(character);
        }

        return quoted.Append(quote).ToString();
    }

    private static string Unquote(string quoted)
    {
        var quote = quoted[0];
        var name = new StringBuilder(quoted.Length);
        for (var index = 1; index < quoted.Length && (index < quoted.Length - 1 || quoted[index] != quote); index++)
        {
            if (index + 1 < quoted.Length - 1 && (quoted[index] == '\\' || (quoted[index] == quote && quoted[index + 1] == quote))) index++;
            name.Append(quoted[index]);
        }

        return name.ToString();
    }
}
