using System.Globalization;
using System.Text;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// A client's own id on its way through the log, beside the row of its event, so that both are durable together. It rides as a counter's row of the minute 0, as the
/// contexts of <see cref="TraceRows"/> do.
/// </summary>
internal static class ClientIdRow
{
    private const int Digits = 16;
    private static readonly int TextAt = CounterRow.MinuteSize + 1 + Metric.Length + 1 + 1;

    private const string MetricText = "client_id";

    private static ReadOnlySpan<byte> Metric => "client_id"u8;

    public static void Write(RowBinaryBuffer to, ulong high, ulong low) =>
        CounterRow.Write(to, CounterRow.NoMinute, MetricText, siteId: null, string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}"), scriptVersion: 0, value: 0);

    /// <summary>Reads a row of the minute 0; false when it is none of these.</summary>
    public static bool TryRead(ReadOnlySpan<byte> row, out (ulong High, ulong Low) id)
    {
        id = default;
        if (row.Length < TextAt + (2 * Digits) || row[CounterRow.MinuteSize] != Metric.Length || !row[(CounterRow.MinuteSize + 1)..].StartsWith(Metric)) return false;
        var text = Encoding.ASCII.GetString(row.Slice(TextAt, 2 * Digits));
        if (!ulong.TryParse(text.AsSpan(0, Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var high)) return false;
        if (!ulong.TryParse(text.AsSpan(Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var low)) return false;
        id = (high, low);
        return true;
    }
}
