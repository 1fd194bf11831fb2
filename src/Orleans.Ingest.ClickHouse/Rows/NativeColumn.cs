using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>The values of one column in a <see cref="NativeBlock"/>, as ClickHouse's format Native wants them.</summary>
internal sealed class NativeColumn(RowColumn column)
{
    private readonly ByteBuffer _values = new(256);

    // What Native writes before the values of all rows: where each row's array ends, or which rows are null.
    private readonly ByteBuffer? _before = column.Form is WireForm.StringArray or WireForm.Nullable ? new(256) : null;
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

    /// <summary>Appends the column.</summary>
    public void WriteTo(ByteBuffer to)
    {
        to.Text(column.Name);
        to.Text(column.Type);
        if (_before is not null) to.Raw(_before.Written);
        to.Raw(_values.Written);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _values.Clear();
        _before?.Clear();
        _elements = 0;
    }
}
