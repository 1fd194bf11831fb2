namespace Orleans.Ingest.ClickHouse.Embedded.Sql;

/// <summary>
/// ClickHouse's tokens, without whitespace and comments (<c>--</c>, <c>#!</c>, <c># </c>, <c>/* */</c>). Works on the
/// statement's bytes, since the bytes behind an INSERT's FORMAT need not be text. What a statement *does* is asked of the
/// engine's parser; this only finds where a statement ends and its data begins, and which names it uses.
/// </summary>
internal ref struct SqlTokenizer(ReadOnlySpan<byte> sql)
{
    private readonly ReadOnlySpan<byte> _sql = sql;
    private int _position;

    /// <summary>The next token, or false at the end (also of an unfinished quotation).</summary>
    public bool Read(out SqlToken token)
    {
        token = default;
        SkipBlank();
        if (_position >= _sql.Length) return false;

        var start = _position;
        var first = _sql[start];
        var kind = SqlTokenKind.Other;
        if (first is (byte)'\'')
        {
            kind = SqlTokenKind.Text;
            SkipQuoted(first);
        }
        else if (first is (byte)'`' or (byte)'"')
        {
            kind = SqlTokenKind.QuotedName;
            SkipQuoted(first);
        }
        else if (first is (byte)'$' && SkipHeredoc())
        {
            kind = SqlTokenKind.Text;
        }
        else if (IsWordStart(first))
        {
            kind = SqlTokenKind.Word;
            while (_position < _sql.Length && IsWordPart(_sql[_position])) _position++;
        }
        else if (char.IsAsciiDigit((char)first))
        {
            while (_position < _sql.Length && IsWordPart(_sql[_position])) _position++;
        }
        else
        {
            _position++;
        }

        token = new SqlToken(kind, start, _position);
        return true;
    }

    private static bool IsWordStart(byte value) => char.IsAsciiLetter((char)value) || value is (byte)'_';

    private static bool IsWordPart(byte value) => IsWordStart(value) || char.IsAsciiDigit((char)value) || value is (byte)'$';

    private void SkipBlank()
    {
        while (_position < _sql.Length)
        {
            var rest = _sql[_position..];
            if (rest[0] <= 0x20) _position++;
            else if (rest.StartsWith("--"u8) || rest.StartsWith("#!"u8) || rest.StartsWith("# "u8)) SkipTo("\n"u8);
            else if (rest.StartsWith("/*"u8))
            {
                // Comments do not nest in ClickHouse: the first end is the end.
                _position += 2;
                SkipTo("*/"u8);
            }
            else return;
        }
    }

    private void SkipTo(ReadOnlySpan<byte> mark)
    {
        var found = _sql[_position..].IndexOf(mark);
        _position = found < 0 ? _sql.Length : _position + found + mark.Length;
    }

    private void SkipQuoted(byte quote)
    {
        for (_position++; _position < _sql.Length; _position++)
        {
            if (_sql[_position] == (byte)'\\') _position++;
            else if (_sql[_position] == quote)
            {
                if (_position + 1 >= _sql.Length || _sql[_position + 1] != quote) break;
                _position++;
            }
        }

        _position = Math.Min(_position + 1, _sql.Length);
    }

    // $tag$ … $tag$; any bytes may be the tag. Without its end it is none.
    private bool SkipHeredoc()
    {
        var rest = _sql[_position..];
        var tagEnd = rest[1..].IndexOf((byte)'$');
        if (tagEnd < 0) return false;
        var tag = rest[..(tagEnd + 2)];
        var end = rest[tag.Length..].IndexOf(tag);
        if (end < 0) return false;
        _position += tag.Length + end + tag.Length;
        return true;
    }
}
