using System.Runtime.InteropServices;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Contracts.Quarantine;

namespace Orleans.Ingest.Grains.Quarantine;

/// <summary>
/// Dropped events that are to be kept, encoded, until the next append or the next call to a silo takes them along. As with drop counts, the answer does not wait for that: a kill can
/// lose the last milliseconds of them.
/// </summary>
internal sealed class KeptRows
{
    /// <summary>What may wait: a flood of bots, or a log that stands still, must not fill the memory.</summary>
    public const int MostBytes = 4 << 20;

    private readonly Lock _gate = new();
    private List<byte> _frames = [];

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate) return _frames.Count == 0;
        }
    }

    /// <summary>Adds an event; false when too much waits, and it is forgotten like any drop.</summary>
    public bool TryAdd(KeptEvent kept) => TryAdd(QuarantineRow.Encode(kept));

    /// <summary>Adds those of a payload; false when too much waits.</summary>
    public bool TryAddPayload(ReadOnlySpan<byte> payload) => TryAdd(QuarantineRow.FramesOf(payload));

    /// <summary>Takes all as one payload; null when there are none.</summary>
    public byte[]? Take()
    {
        lock (_gate)
        {
            if (_frames.Count == 0) return null;
            var payload = QuarantineRow.PayloadOf(CollectionsMarshal.AsSpan(_frames));
            _frames = [];
            return payload;
        }
    }

    private bool TryAdd(ReadOnlySpan<byte> frames)
    {
        lock (_gate)
        {
            if (_frames.Count + frames.Length > MostBytes) return false;
            _frames.AddRange(frames);
            return true;
        }
    }
}
