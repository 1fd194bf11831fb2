using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>How rows of one layout go into a table as it was found.</summary>
/// <param name="Name">The table.</param>
/// <param name="Layout">What was encoded.</param>
/// <param name="ColumnList">The columns that an insert names, quoted.</param>
/// <param name="Columns">The table's columns.</param>
internal sealed record RowTarget(string Name, RowLayout Layout, string ColumnList, TableColumns Columns)
{
    /// <summary>True when the table takes all columns of a row.</summary>
    public bool IsWhole => Layout.Columns.All(column => Columns.Has(column.Name));

    /// <summary>An empty block for its rows.</summary>
    public NativeBlock NewBlock() => new(Layout.Columns, Columns.Has);

    /// <summary>False for a table that was found without the column: only tokens guard it against a second insert.</summary>
    public bool HasPosition => Columns.Has(RowLayout.PositionColumn);

    /// <exception cref="InvalidOperationException">A column has a type that the rows' encoding does not fit.</exception>
    public static RowTarget Of(RowLayout layout, TableColumns columns)
    {
        var kept = layout.Columns.Where(column => columns.Has(column.Name)).ToList();
        if (kept.Find(column => columns.WireTypeOf(column.Name) != column.Type) is { } other)
        {
            throw new InvalidOperationException(
                $"Column {other.Name} of {columns.Name} is {columns.WireTypeOf(other.Name)}, but {other.Type} is written: change the column, or name another database in ConnectionStrings:clickhouse.");
        }

        return new(columns.Name, layout, string.Join(", ", kept.Select(column => column.QuotedName)), columns);
    }
}
