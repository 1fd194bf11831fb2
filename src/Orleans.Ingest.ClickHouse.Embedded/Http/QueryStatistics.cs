using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>What a statement read and wrote, as <c>X-ClickHouse-Summary</c> tells it.</summary>
internal readonly record struct QueryStatistics(ulong ReadRows, ulong ReadBytes, ulong WrittenRows, ulong WrittenBytes, ulong ResultRows, ulong ResultBytes)
{
    public static QueryStatistics Of(ChdbResult result) =>
        new(result.ReadRows, result.ReadBytes, result.WrittenRows, result.WrittenBytes, result.ResultRows, result.ResultBytes);

    /// <summary>The header's value.</summary>
    public string Summary(TimeSpan elapsed) =>
        $"{{\"read_rows\":\"{ReadRows}\",\"read_bytes\":\"{ReadBytes}\",\"written_rows\":\"{WrittenRows}\",\"written_bytes\":\"{WrittenBytes}\"," +
        $"\"total_rows_to_read\":\"0\",\"result_rows\":\"{ResultRows}\",\"result_bytes\":\"{ResultBytes}\",\"elapsed_ns\":\"{(long)elapsed.TotalNanoseconds}\"}}";
}
