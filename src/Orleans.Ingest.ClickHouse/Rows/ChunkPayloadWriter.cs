using System.Buffers.Binary;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Rows;

/// <summary>
/// Encodes what one append of one session adds to the tables, once, on the way into the log. Reusable, not thread-safe.
/// <code>
/// payload = version (1 byte), events, sessions, counted      each section: its length (4 bytes), then frames
/// frame   = its length (4 bytes), then one row in RowBinary  events, sessions: position slot, time of the partition, the other columns
/// </code>
/// A position is known only inside the append: the slot holds the event's index in the chunk, and a session's row that of the chunk's last event.
/// The counted section holds the <c>buffered</c> and <c>released_…</c> rows of <c>ingest_counters</c>, so that what is counted as stored is what the log holds, and clients' own ids.
/// </summary>
public sealed class ChunkPayloadWriter
{
    /// <summary>Version of the rows' encoding: an entry of the log carries it, and a flush group ends where it changes.</summary>
    public const int SchemaVersion = 1;

    private readonly RowBinaryBuffer _events = new();
    private readonly RowBinaryBuffer _sessions = new();
    private readonly RowBinaryBuffer _counted = new(256);
    private (uint Minute, ulong SiteId, ushort ScriptVersion, string Domain) _counting;
    private ulong _counts;

    /// <summary>Events added since the last <see cref="Clear"/>: the positions that the append has to give.</summary>
    public int EventCount { get; private set; }

    /// <summary>Adds an event's row, with the ids and attributes of its session.</summary>
    /// <param name="e">The event.</param>
    /// <param name="session">The session it belongs to.</param>
    /// <param name="domain">The domain as sent, for the counters.</param>
    /// <param name="released">The rule that had dropped it; null for an event that was not dropped before.</param>
    public void AddEvent(IngestEvent e, SessionState session, string domain, DropReason? released = null)
    {
        ArgumentNullException.ThrowIfNull(e);
        ArgumentNullException.ThrowIfNull(session);

        var frame = _events.BeginFrame();
        EventRow.Write(_events, e, session, (uint)EventCount);
        _events.EndFrame(frame);
        EventCount++;
        CountStored((CounterRow.MinuteOf(e.Timestamp), e.SiteId, e.TrackerScriptVersion, domain));
        if (released is not { } reason) return;
        // The run of equal counts ends: its last row is no longer the last.
        _counts = 0;
        var row = _counted.BeginFrame();
        CounterRow.Write(_counted, CounterRow.MinuteOf(e.Timestamp), CounterRow.Released + reason.Text(), e.SiteId, domain, e.TrackerScriptVersion, value: 1);
        _counted.EndFrame(row);
    }

    /// <summary>Adds a session's row: the newest one with sign +1, or the one that it replaces with -1.</summary>
    public void AddSession(sbyte sign, SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);

        var frame = _sessions.BeginFrame();
        SessionRow.Write(_sessions, sign, session);
        _sessions.EndFrame(frame);
    }

    /// <summary>Adds a client's own id of an event, to be found again in the group that the event is in.</summary>
    public void AddClientId(ulong high, ulong low)
    {
        // The run of equal counts ends: its last row is no longer the last.
        _counts = 0;
        var frame = _counted.BeginFrame();
        ClientIdRow.Write(_counted, high, low);
        _counted.EndFrame(frame);
    }

    /// <summary>Bytes of the payload of everything added since the last <see cref="Clear"/>.</summary>
    public int PayloadLength => 1 + (3 * ChunkPayload.LengthSize) + _events.Length + _sessions.Length + _counted.Length;

    /// <summary>The payload of everything added since the last <see cref="Clear"/>.</summary>
    public byte[] ToPayload()
    {
        var payload = new byte[PayloadLength];
        WritePayload(payload);
        return payload;
    }

    /// <summary>Writes the payload to memory of at least <see cref="PayloadLength"/> bytes.</summary>
    public void WritePayload(Span<byte> to)
    {
        PointSessionsAtLastEvent();
        to[0] = SchemaVersion;
        var rest = to[1..];
        rest = AppendSection(rest, _events.Written);
        rest = AppendSection(rest, _sessions.Written);
        AppendSection(rest, _counted.Written);
    }

    /// <summary>Forgets everything added.</summary>
    public void Clear()
    {
        _events.Clear();
        _sessions.Clear();
        _counted.Clear();
        _counts = 0;
        EventCount = 0;
    }

    // Events of a chunk are one visitor's, mostly of one minute: a run of equal ones is one row.
    private void CountStored((uint Minute, ulong SiteId, ushort ScriptVersion, string Domain) counted)
    {
        if (_counts > 0 && counted == _counting)
        {
            _counts++;
            _counted.PatchUInt64(_counted.Length - CounterRow.ValueSize, _counts);
            return;
        }

        _counting = counted;
        _counts = 1;
        var frame = _counted.BeginFrame();
        CounterRow.Write(_counted, counted.Minute, CounterRow.Buffered, counted.SiteId, counted.Domain, counted.ScriptVersion, value: 1);
        _counted.EndFrame(frame);
    }

    private void PointSessionsAtLastEvent()
    {
        var last = (ulong)Math.Max(0, EventCount - 1);
        var frames = new FrameReader(_sessions.Written);
        while (frames.TryRead(out var offset, out _))
        {
            _sessions.PatchUInt64(offset, last);
        }
    }

    private static Span<byte> AppendSection(Span<byte> target, ReadOnlySpan<byte> section)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, section.Length);
        section.CopyTo(target[ChunkPayload.LengthSize..]);
        return target[(ChunkPayload.LengthSize + section.Length)..];
    }
}
