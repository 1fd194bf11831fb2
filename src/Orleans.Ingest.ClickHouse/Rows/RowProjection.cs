namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// Leaves out of an encoded row what a table does not take. Cut from the bytes, not by <c>INSERT … SELECT … FROM input()</c>, whose deduplication depends on
/// the server's version: these rows stay a plain insert, and the same rows give the same bytes.
/// </summary>
internal sealed class RowProjection
{
    private readonly RowColumn[] _columns;
    private readonly bool[] _kept;

    public RowProjection(IReadOnlyList<RowColumn> columns, Func<string, bool> isKept)
    {
        _columns = [.. columns];
        _kept = Array.ConvertAll(_columns, column => isKept(column.Name));
    }

    /// <summary>Appends the kept columns of a whole row.</summary>
    /// <exception cref="InvalidDataException">The row is not of this layout.</exception>
    public void Append(ReadOnlySpan<byte> row, RowBinaryBuffer to)
    {
        var rest = row;
        for (var i = 0; i < _columns.Length; i++)
        {
            var size = SizeOf(_columns[i], rest);
            if (_kept[i])
            {
                to.Raw(rest[..size]);
            }

            rest = rest[size..];
        }

        if (!rest.IsEmpty)
        {
            throw Broken("the row's end");
        }
    }

    private static int SizeOf(RowColumn column, ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        switch (column.Form)
        {
            case WireForm.Fixed:
                position = column.Size;
                break;
            case WireForm.Nullable:
                position = !bytes.IsEmpty && bytes[0] == 0 ? 1 + column.Size : 1;
                break;
            case WireForm.String:
                SkipString(bytes, ref position);
                break;
            case WireForm.StringArray:
                for (var count = ReadCount(bytes, ref position); count > 0; count--)
                {
                    SkipString(bytes, ref position);
                }

                break;
        }

        return position >= 0 && position <= bytes.Length ? position : throw Broken(column.Name);
    }

    private static void SkipString(ReadOnlySpan<byte> bytes, ref int position)
    {
        var length = ReadCount(bytes, ref position);
        position = length <= bytes.Length - position ? position + length : throw Broken("a text");
    }

    private static int ReadCount(ReadOnlySpan<byte> bytes, ref int position)
    {
        var value = 0;
        for (var shift = 0; shift < 32; shift += 7)
        {
            if (position >= bytes.Length)
            {
                break;
            }

            var next = bytes[position++];
            value |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value >= 0 ? value : throw Broken("a length");
            }
        }

        throw Broken("a length");
    }

    private static InvalidDataException Broken(string place) => new($"An encoded row is cut off or of another layout, at {place}.");
}
