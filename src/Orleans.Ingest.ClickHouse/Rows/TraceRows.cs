using System.Text;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// Contexts of sampled requests on their way through the log, so that the insert can be linked to them, whichever silo does it. Each rides as a counter's row
/// of the minute 0, which no count has: so the log's format stays what it is, and rows of the version before are read as ever. (That version would add
/// a row of value 0 to <c>ingest_counters</c> for it.)
/// </summary>
public static class TraceRows
{
    private const int MaxDecoded = 128;

    /// <summary>The payload of some contexts, each as <c>traceparent</c> writes it.</summary>
    public static byte[] Encode(IReadOnlyCollection<string> contexts)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        var rows = new RowBinaryBuffer(256);
        foreach (var context in contexts)
        {
            var frame = rows.BeginFrame();
            CounterRow.Write(rows, CounterRow.NoMinute, context, siteId: null, domain: "", scriptVersion: 0, value: 0);
            rows.EndFrame(frame);
        }

        return [ChunkPayloadWriter.SchemaVersion, .. rows.Written];
    }

    /// <summary>The contexts among a group's counters; at most as many as tools keep links.</summary>
    public static IReadOnlyCollection<string> Decode(IReadOnlyList<ReadOnlyMemory<byte>> counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var contexts = new List<string>();
        try
        {
            foreach (var payload in counters) Decode(payload.Span, contexts);
        }
        catch (InvalidDataException)
        {
            // What is damaged is the insert's to refuse.
        }

        return contexts;
    }

    private static void Decode(ReadOnlySpan<byte> payload, List<string> to)
    {
        if (payload.IsEmpty) return;
        var frames = new FrameReader(payload[1..]);
        while (to.Count < MaxDecoded && frames.TryRead(out _, out var row))
        {
            // A context is shorter than what needs a second byte of length.
            if (CounterRow.IsRider(row) && !CanaryRow.TryRead(row, out _) && QuarantineRow.Find(row) < 0 && row.Length > CounterRow.MinuteSize + row[CounterRow.MinuteSize]) to.Add(Encoding.ASCII.GetString(row.Slice(CounterRow.MinuteSize + 1, row[CounterRow.MinuteSize])));
        }
    }
}
