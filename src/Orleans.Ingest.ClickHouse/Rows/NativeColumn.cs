using System.Buffers;
using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>The values of one column in a <see cref="NativeBlock"/>, as ClickHouse's format Native wants them.</summary>
internal sealed class NativeColumn(RowColumn column) : IDisposable
{
    private readonly ByteBuffer _values = new(256, ArrayPool<byte>.Shared);

    // What Native writes before the values of all rows: where each row's array ends, or which rows are null.
    private readonly ByteBuffer? _before = column.Form is WireForm.StringArray or WireForm.Nullable ? new(256, ArrayPool<byte>.Shared) : null;
    private ulong _elements;

    /// <summary>Adds a row's value, as it is encoded.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        switch (column.Form)
        {
            case WireForm.StringArray:
                var position = 0;
                _elements += (uint)WireValue.ReadCount(value, ref position);
                _before!.Fixed64(_elements);
                _values.Raw(value[position..]);
                break;
            case WireForm.Nullable:
                _before!.Byte(value[0]);
                if (value[0] == 0) _values.Raw(value[1..]);
                else _values.Zeros(column.Size);
                break;
            default:
                _values.Raw(value);
                break;
        }
    }

    /// <summary>Adds a row's value to a column of numbers.</summary>
    public void Add(ulong value) => _values.Fixed64(value);

    /// <summary>Writes the column.</summary>
    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new ByteBuffer(64);
        head.Text(column.Name);
        head.Text(column.Type);
        await stream.WriteAsync(head.WrittenMemory, cancellationToken);
        if (_before is not null) await stream.WriteAsync(_before.WrittenMemory, cancellationToken);
        await stream.WriteAsync(_values.WrittenMemory, cancellationToken);
    }

    /// <summary>Gives its memory back.</summary>
    public void Dispose()
    {
        _values.Return();
        _before?.Return();
    }
}
