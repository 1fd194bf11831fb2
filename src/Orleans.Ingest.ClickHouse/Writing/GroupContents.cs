using System.Buffers.Binary;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>What is known of a group before its rows are made: the partitions they are in, and what they add up to in <c>ingest_counters</c>.</summary>
internal sealed class GroupContents
{
    private readonly GroupRows _group;
    private readonly SortedSet<int> _eventMonths = [];
    private readonly SortedSet<int> _sessionMonths = [];

    /// <exception cref="InvalidDataException">A payload is damaged, or a chunk lies outside the group's bounds.</exception>
    public GroupContents(GroupRows group)
    {
        _group = group;
        Counters = new CounterTotals();
        foreach (var chunk in group.Chunks)
        {
            if (chunk.FirstPosition < group.First || chunk.FirstPosition > group.Last || IngestPosition.QueueOf(chunk.FirstPosition) != group.Queue)
            {
                throw new InvalidDataException($"A chunk at position {chunk.FirstPosition} is none of this group's.");
            }

            var payload = ChunkPayload.Parse(chunk.Payload, group.SchemaVersion);
            Counters.Add(payload.Counted);
            var sessions = new FrameReader(payload.Sessions.Span);
            while (sessions.TryRead(out _, out var row))
            {
                _sessionMonths.Add(MonthOf(row));
                SessionEnds.Add(row);
            }

            var events = new FrameReader(payload.Events.Span);
            while (events.TryRead(out _, out var row))
            {
                _eventMonths.Add(MonthOf(row));
                HasLateEvents |= CameLate(row, chunk.FirstPosition);
            }
        }

        foreach (var counters in group.Counters)
        {
            Counters.Add(ChunkPayload.RowsOf(counters, group.SchemaVersion));
        }
    }

    /// <summary>Months of the events' partitions, as <c>toYYYYMM</c> names them.</summary>
    public IReadOnlyCollection<int> EventMonths => _eventMonths;

    /// <summary>Months of the sessions' partitions.</summary>
    public IReadOnlyCollection<int> SessionMonths => _sessionMonths;

    /// <summary>True when an event came later than <see cref="SessionStep.LateAfter"/>: its visit may be stored in parts.</summary>
    public bool HasLateEvents { get; }

    /// <summary>Counts of events stored and dropped.</summary>
    public CounterTotals Counters { get; }

    /// <summary>The session rows that say something.</summary>
    public SessionEnds SessionEnds { get; } = new();

    /// <summary>One section of all chunks.</summary>
    public IEnumerable<(ulong FirstPosition, ReadOnlyMemory<byte> Frames)> Chunks(ChunkSection section)
    {
        foreach (var chunk in _group.Chunks)
        {
            var payload = ChunkPayload.Parse(chunk.Payload, _group.SchemaVersion);
            yield return (chunk.FirstPosition, section == ChunkSection.Events ? payload.Events : payload.Sessions);
        }
    }

    /// <summary>The month of an encoded row's partition.</summary>
    public static int MonthOf(ReadOnlySpan<byte> row) => row.Length >= RowLayout.HeaderSize
        ? UnixSeconds.MonthOf(BinaryPrimitives.ReadUInt32LittleEndian(row[RowLayout.TimeOffset..]))
        : throw new InvalidDataException($"An encoded row of {row.Length} bytes is too short.");

    private static bool CameLate(ReadOnlySpan<byte> row, ulong position) =>
        BinaryPrimitives.ReadUInt32LittleEndian(row[RowLayout.TimeOffset..]) + (ulong)SessionStep.LateAfter.TotalSeconds < position / IngestPosition.Step / 1_000_000;
}
