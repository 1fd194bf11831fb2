namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>How a column's value is delimited in RowBinary; what is needed to step over it.</summary>
internal enum WireForm
{
    /// <summary>A fixed number of bytes.</summary>
    Fixed,
    /// <summary>A length, then bytes.</summary>
    String,
    /// <summary>A count, then strings.</summary>
    StringArray,
    /// <summary>One byte; when it is 0, a fixed number of bytes.</summary>
    Nullable,
}
