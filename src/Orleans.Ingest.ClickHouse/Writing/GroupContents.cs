using System.Buffers.Binary;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>A group's payloads, read once: the partitions its rows are in, and what they add up to in <c>ingest_counters</c>.</summary>
internal sealed class GroupContents
{
    private readonly (ulong FirstPosition, ChunkPayload Payload)[] _chunks;

    /// <exception cref="InvalidDataException">A payload is damaged, or a chunk lies outside the group's bounds.</exception>
    public GroupContents(GroupRows group)
    {
        _chunks = new (ulong, ChunkPayload)[group.Chunks.Count];
        Counters = new CounterTotals();
        for (var i = 0; i < _chunks.Length; i++)
        {
            var chunk = group.Chunks[i];
            if (chunk.FirstPosition < group.First || chunk.FirstPosition > group.Last || IngestPosition.QueueOf(chunk.FirstPosition) != group.Queue)
            {
                throw new InvalidDataException($"A chunk at position {chunk.FirstPosition} is none of this group's.");
            }

            _chunks[i] = (chunk.FirstPosition, ChunkPayload.Parse(chunk.Payload, group.SchemaVersion));
            Counters.Add(_chunks[i].Payload.Counted);
            SessionEnds.Add(_chunks[i].Payload.Sessions.Span);
        }

        foreach (var counters in group.Counters)
        {
            Counters.Add(ChunkPayload.RowsOf(counters, group.SchemaVersion));
        }

        EventMonths = MonthsOf(ChunkSection.Events);
        SessionMonths = MonthsOf(ChunkSection.Sessions);
    }

    /// <summary>Months of the events' partitions, as <c>toYYYYMM</c> names them.</summary>
    public IReadOnlyCollection<int> EventMonths { get; }

    /// <summary>Months of the sessions' partitions.</summary>
    public IReadOnlyCollection<int> SessionMonths { get; }

    /// <summary>True when an event came later than <see cref="SessionStep.LateAfter"/>: its visit may be stored in parts.</summary>
    public bool HasLateEvents { get; private set; }

    /// <summary>Counts of events stored and dropped.</summary>
    public CounterTotals Counters { get; }

    /// <summary>The session rows that say something.</summary>
    public SessionEnds SessionEnds { get; } = new();

    public int ChunkCount => _chunks.Length;

    public (ulong FirstPosition, ReadOnlyMemory<byte> Frames) Chunk(int index, ChunkSection section)
    {
        var (first, payload) = _chunks[index];
        return (first, section == ChunkSection.Events ? payload.Events : payload.Sessions);
    }

    /// <summary>The month of an encoded row's partition.</summary>
    public static int MonthOf(ReadOnlySpan<byte> row) => row.Length >= RowLayout.HeaderSize
        ? UnixSeconds.MonthOf(BinaryPrimitives.ReadUInt32LittleEndian(row[RowLayout.TimeOffset..]))
        : throw new InvalidDataException($"An encoded row of {row.Length} bytes is too short.");

    private static bool CameLate(ReadOnlySpan<byte> row, ulong position) =>
        BinaryPrimitives.ReadUInt32LittleEndian(row[RowLayout.TimeOffset..]) + (ulong)SessionStep.LateAfter.TotalSeconds < position / IngestPosition.Step / 1_000_000;

    private SortedSet<int> MonthsOf(ChunkSection section)
    {
        var months = new SortedSet<int>();
        for (var i = 0; i < _chunks.Length; i++)
        {
            var frames = new FrameReader(Chunk(i, section).Frames.Span);
            while (frames.TryRead(out _, out var row))
            {
                months.Add(MonthOf(row));
                HasLateEvents |= section == ChunkSection.Events && CameLate(row, _chunks[i].FirstPosition);
            }
        }

        return months;
    }
}
