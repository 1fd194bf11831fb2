namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

/// <summary>Rows (UInt64, String) in RowBinary.</summary>
internal static class RowBinaryRows
{
    public const string Columns = "(a UInt64, s String) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 10000";

    public static byte[] Of(int count)
    {
        using var rows = new MemoryStream();
        using var writer = new BinaryWriter(rows);
        for (var row = 0; row < count; row++)
        {
            writer.Write((ulong)row);
            writer.Write($"text of row {row}"); // BinaryWriter's length prefix is RowBinary's
        }

        return rows.ToArray();
    }
}
