namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// The columns of an encoded row, in order. Every row begins with the same twelve bytes, which the writer reads and fills without knowing the rest:
/// the position (index of the event within its chunk until the insert) and the time that names the row's partition.
/// </summary>
/// <param name="Table">The table the rows are for.</param>
/// <param name="TimeColumn">The column that names a row's partition.</param>
/// <param name="Columns">Position and time first, but in counters, which have no position and no partitions.</param>
internal sealed record RowLayout(string Table, string TimeColumn, IReadOnlyList<RowColumn> Columns)
{
    /// <summary>Where the time stands in a row.</summary>
    public const int TimeOffset = 8;
    /// <summary>Bytes before the first column that differs between tables.</summary>
    public const int HeaderSize = 12;

    /// <summary>The column that says where in the log a row came from.</summary>
    public const string PositionColumn = "ingest_position";
}
