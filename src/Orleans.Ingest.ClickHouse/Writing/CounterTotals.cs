using System.Buffers.Binary;
using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>Adds up encoded rows of <c>ingest_counters</c>: what they count is compared as bytes, in place.</summary>
internal sealed class CounterTotals
{
    private readonly Dictionary<ReadOnlyMemory<byte>, int> _indexes = new(BytesComparer.Instance);
    // A list beside the dictionary: a repeated group must send its rows in the same order.
    private readonly List<(ReadOnlyMemory<byte> Counted, ulong Value)> _totals = [];

    private readonly List<(ulong High, ulong Low)> _clientIds = [];

    private readonly List<(ulong FrontEnd, ulong SentAt)> _canaries = [];

    private readonly List<ReadOnlyMemory<byte>> _kept = [];

    public int Count => _totals.Count;

    /// <summary>Dropped events that are kept, which rode along: rows of <c>ingest_quarantine</c>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Kept => _kept;

    /// <summary>Canaries that rode along: each its front end, and milliseconds since 1970.</summary>
    public IReadOnlyList<(ulong FrontEnd, ulong SentAt)> Canaries => _canaries;

    /// <summary>Clients' own ids of events that rode along.</summary>
    public IReadOnlyList<(ulong High, ulong Low)> ClientIds => _clientIds;

    /// <exception cref="InvalidDataException">A row is too short.</exception>
    public void Add(ReadOnlyMemory<byte> frames)
    {
        var reader = new FrameReader(frames.Span);
        while (reader.TryRead(out var offset, out var row))
        {
            if (row.Length <= CounterRow.ValueSize)
            {
                throw new InvalidDataException($"A counter's row of {row.Length} bytes is too short.");
            }

            if (CounterRow.IsRider(row))
            {
                if (ClientIdRow.TryRead(row, out var id)) _clientIds.Add(id);
                else if (CanaryRow.TryRead(row, out var canary)) _canaries.Add(canary);
                else if (QuarantineRow.Find(row) is >= 0 and var at) _kept.Add(frames.Slice(offset + at, row.Length - at));
                continue;
            }

            var countedSize = row.Length - CounterRow.ValueSize;
            Add(frames.Slice(offset, countedSize), BinaryPrimitives.ReadUInt64LittleEndian(row[countedSize..]));
        }
    }

    /// <summary>Adds one row for everything counted.</summary>
    public void WriteTo(NativeBlock block)
    {
        var row = new RowBinaryBuffer(256);
        foreach (var (counted, value) in _totals)
        {
            row.Clear();
            row.Raw(counted.Span);
            row.UInt64(value);
            block.Add(row.Written);
        }
    }

    /// <summary>Adds the rows of the canaries.</summary>
    public void WriteCanariesTo(NativeBlock block)
    {
        var row = new RowBinaryBuffer(16);
        foreach (var (frontEnd, sentAt) in _canaries)
        {
            row.Clear();
            row.UInt64(frontEnd);
            row.UInt64(sentAt);
            block.Add(row.Written);
        }
    }

    /// <summary>Adds the rows of the events that are kept.</summary>
    public void WriteKeptTo(NativeBlock block)
    {
        foreach (var row in _kept) block.Add(row.Span);
    }

    private void Add(ReadOnlyMemory<byte> counted, ulong value)
    {
        if (_indexes.TryGetValue(counted, out var index))
        {
            _totals[index] = (counted, _totals[index].Value + value);
            return;
        }

        _indexes.Add(counted, _totals.Count);
        _totals.Add((counted, value));
    }

    private sealed class BytesComparer : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes.Span);
            return hash.ToHashCode();
        }
    }
}
