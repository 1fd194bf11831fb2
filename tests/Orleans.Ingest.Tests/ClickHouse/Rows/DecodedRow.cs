using System.Buffers.Binary;
using System.Text;
using Orleans.Ingest.ClickHouse.Rows;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

/// <summary>Reads a row back by its layout: what a server would read from the same columns.</summary>
internal sealed class DecodedRow
{
    private readonly Dictionary<string, object?> _values = [];

    public DecodedRow(IEnumerable<RowColumn> columns, ReadOnlySpan<byte> row)
    {
        foreach (var column in columns)
        {
            _values.Add(column.Name, Read(column, ref row));
        }

        Assert.True(row.IsEmpty, $"{row.Length} bytes follow the last column.");
    }

    public object? this[string column] => _values[column];

    public static List<DecodedRow> AllOf(IReadOnlyList<RowColumn> columns, ReadOnlyMemory<byte> frames)
    {
        var rows = new List<DecodedRow>();
        var reader = new FrameReader(frames.Span);
        while (reader.TryRead(out _, out var row))
        {
            rows.Add(new(columns, row));
        }

        return rows;
    }

    private static object? Read(RowColumn column, ref ReadOnlySpan<byte> rest)
    {
        switch (column.Form)
        {
            case WireForm.Nullable when Take(ref rest, 1)[0] == 1:
                return null;
            case WireForm.Nullable or WireForm.Fixed:
                return Number(column.Type, Take(ref rest, column.Size));
            case WireForm.String:
                return Text(ref rest);
            default:
                var texts = new string[Count(ref rest)];
                for (var i = 0; i < texts.Length; i++)
                {
                    texts[i] = Text(ref rest);
                }

                return texts;
        }
    }

    private static object Number(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "UInt8" => bytes[0],
        "Int8" => (sbyte)bytes[0],
        "UInt16" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "UInt32" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "Int32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "UInt64" or "Nullable(UInt64)" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "DateTime" => DateTime.UnixEpoch.AddSeconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes)),
        "Nullable(Decimal(18, 3))" => BinaryPrimitives.ReadInt64LittleEndian(bytes) / 1000m,
        _ => Encoding.ASCII.GetString(bytes),
    };

    private static string Text(ref ReadOnlySpan<byte> rest) => Encoding.UTF8.GetString(Take(ref rest, Count(ref rest)));

    private static int Count(ref ReadOnlySpan<byte> rest)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref rest, 1)[0];
            value |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
