using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// Turns encoded rows into a block of ClickHouse's format Native: column after column. A server reads such a block in a ninth of the time that it takes for rows, value by value, and takes a
/// whole insert in less than half. One block for all rows of an insert: servers since 26.8 count the blocks into what they deduplicate by, so rows that are cut
/// in another way would be other rows to them. Columns that the table does not have are left out of the bytes, not by <c>INSERT … SELECT … FROM input()</c>, whose
/// deduplication depends on the server's version.
/// </summary>
/// <param name="columns">Of the encoded rows.</param>
/// <param name="isKept">Whether the table takes a column.</param>
/// <remarks>
/// The format: https://clickhouse.com/docs/interfaces/formats/Native. Types are written without <c>LowCardinality</c>: the server makes its dictionaries itself.
/// </remarks>
internal sealed class NativeBlock(IReadOnlyList<RowColumn> columns, Func<string, bool> isKept) : IDisposable
{
    private readonly RowColumn[] _columns = [.. columns];
    private readonly NativeColumn?[] _kept = [.. columns.Select(column => isKept(column.Name) ? new NativeColumn(column) : null)];

    /// <summary>Rows added.</summary>
    public int Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">What its first column gets instead of what was encoded; null for a row without a position.</param>
    /// <exception cref="InvalidDataException">The row is not of this layout.</exception>
    public void Add(ReadOnlySpan<byte> row, ulong? position = null)
    {
        var rest = row;
        for (var i = 0; i < _columns.Length; i++)
        {
            var size = WireValue.SizeOf(_columns[i], rest);
            if (i == 0 && position is { } known) _kept[0]?.Add(known);
            else _kept[i]?.Add(rest[..size]);
            rest = rest[size..];
        }

        if (!rest.IsEmpty) throw WireValue.Broken("the row's end");
        Rows++;
    }

    /// <summary>Writes the block; nothing when it has no rows.</summary>
    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (Rows == 0) return;
        var head = new ByteBuffer(2 * ByteBuffer.LongestNumber);
        head.Number((uint)_kept.Count(column => column is not null));
        head.Number((uint)Rows);
        await stream.WriteAsync(head.WrittenMemory, cancellationToken);
        foreach (var column in _kept)
        {
            if (column is not null) await column.WriteToAsync(stream, cancellationToken);
        }
    }

    /// <summary>Gives its memory back: it may not be used any more.</summary>
    public void Dispose()
    {
        foreach (var column in _kept) column?.Dispose();
    }
}
