namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>Steps over encoded values.</summary>
internal static class WireValue
{
    /// <summary>Bytes of a column's value at the beginning of some bytes.</summary>
    /// <exception cref="InvalidDataException">The value is cut off.</exception>
    public static int SizeOf(RowColumn column, ReadOnlySpan<byte> bytes)
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

    /// <summary>Reads how many bytes or items follow, and steps over that.</summary>
    /// <exception cref="InvalidDataException">The number is cut off, or too large.</exception>
    public static int ReadCount(ReadOnlySpan<byte> bytes, ref int position)
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

    /// <summary>What is thrown at a place that can't be read.</summary>
    public static InvalidDataException Broken(string place) => new($"An encoded row is cut off or of another layout, at {place}.");
}
