using System.Buffers.Binary;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>Writes the parts of a snapshot: numbers in as few bytes as they need, texts with their length before them.</summary>
internal sealed class SnapshotWriter() : ByteBuffer(capacity: 4096)
{
    private const int LongestSeen = sizeof(ulong) + (2 * LongestNumber);

    /// <summary>A difference that is small, but may be negative.</summary>
    public void Difference(long value) => Number(Unsigned(value));

    /// <summary>A time, as the difference in ticks to another one.</summary>
    public void Time(DateTime value, DateTime from) => Difference(value.Ticks - from.Ticks);

    /// <summary>Ids of events, each with the time since the one before: births lie close together and after the horizon, so their differences are short.</summary>
    public void Seen(ReadOnlySpan<SeenEvent> seen, DateTime horizon)
    {
        Number((ulong)seen.Length);
        // Room is looked for once: a busy visitor has 64.
        var rest = Reserve(seen.Length * LongestSeen);
        var from = horizon;
        foreach (var (id, born) in seen)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, id.Request);
            rest = rest[sizeof(ulong)..];
            rest = rest[Put(rest, Unsigned(id.Domain))..];
            rest = rest[Put(rest, Unsigned(born.Ticks - from.Ticks))..];
            from = born;
        }

        GiveBack(rest.Length);
    }

    private static ulong Unsigned(long value) => (ulong)((value << 1) ^ (value >> 63));
}
