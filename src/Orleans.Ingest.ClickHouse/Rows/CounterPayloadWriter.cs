namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>Encodes the drop counters that ride in a batch's entry of the log: a version byte, then framed rows of <c>ingest_counters</c>. Reusable, not thread-safe.</summary>
public sealed class CounterPayloadWriter
{
    private readonly RowBinaryBuffer _rows = new(256);

    /// <summary>Adds a count.</summary>
    /// <param name="minute">When; the seconds are cut off.</param>
    /// <param name="metric">Such as <c>dropped_bot</c>.</param>
    /// <param name="siteId">Null for an unknown domain.</param>
    /// <param name="domain">As sent.</param>
    /// <param name="scriptVersion">Version of the tracker script; 0 when it sent none.</param>
    /// <param name="value">How many.</param>
    public void Add(DateTime minute, string metric, ulong? siteId, string domain, ushort scriptVersion, ulong value)
    {
        var frame = _rows.BeginFrame();
        CounterRow.Write(_rows, CounterRow.MinuteOf(minute), metric, siteId, domain, scriptVersion, value);
        _rows.EndFrame(frame);
    }

    /// <summary>The payload of everything added since the last <see cref="Clear"/>.</summary>
    public byte[] ToPayload() => [ChunkPayloadWriter.SchemaVersion, .. _rows.Written];

    /// <summary>Forgets everything added.</summary>
    public void Clear() => _rows.Clear();
}
