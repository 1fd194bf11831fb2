using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// Turns encoded rows into a block of ClickHouse's format Native: column after column. A server reads such a block in a ninth of the time that it takes for rows, value by value, and takes a
/// whole insert in less than half. Columns that the table does not have are left out of the bytes, not by <c>INSERT … SELECT … FROM input()</c>, whose
/// deduplication depends on the server's version.
/// </summary>
/// <param name="columns">Of the encoded rows.</param>
/// <param name="isKept">Whether the table takes a column.</param>
/// <remarks>
/// The format: https://clickhouse.com/docs/interfaces/formats/Native. Types are written without <c>LowCardinality</c>: the server makes its dictionaries itself. It gathers blocks into one before it makes
/// a part of them.
/// </remarks>
internal sealed class NativeBlock(IReadOnlyList<RowColumn> columns, Func<string, bool> isKept)
{
    /// <summary>Rows of a full one: enough that the columns' names do not count, and few enough to need little memory.</summary>
    public const int MaxRows = 2048;

    private const int MaxBytes = 1 << 20;

    private readonly RowColumn[] _columns = [.. columns];
    private readonly NativeColumn?[] _kept = [.. columns.Select(column => isKept(column.Name) ? new NativeColumn(column) : null)];
    private int _bytes;

    /// <summary>Rows added since the last <see cref="Clear"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>True when it should be sent before more rows are added.</summary>
    public bool IsFull => Rows >= MaxRows || _bytes >= MaxBytes;

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
        _bytes += row.Length;
    }

    /// <summary>Appends the block.</summary>
    public void WriteTo(ByteBuffer to)
    {
        to.Number((uint)_kept.Count(column => column is not null));
        to.Number((uint)Rows);
        foreach (var column in _kept) column?.WriteTo(to);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        foreach (var column in _kept) column?.Clear();
        (Rows, _bytes) = (0, 0);
    }
}
