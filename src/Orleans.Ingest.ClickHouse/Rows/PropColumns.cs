using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>Custom properties as two arrays of equal length: keys, then values.</summary>
internal static class PropColumns
{
    public static void Write(RowBinaryBuffer to, ImmutableArray<Prop> props)
    {
        var items = props.IsDefault ? [] : props.AsSpan();
        to.Number((uint)items.Length);
        foreach (ref readonly var prop in items)
        {
            to.String(prop.Key);
        }

        to.Number((uint)items.Length);
        foreach (ref readonly var prop in items)
        {
            to.String(prop.Value);
        }
    }
}
