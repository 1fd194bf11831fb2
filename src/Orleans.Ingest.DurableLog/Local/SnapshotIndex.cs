using System.Runtime.InteropServices;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// The newest durable snapshot of every live key of a queue. Thread-safe.
/// It keeps its own copies, each written over the one before: snapshots that live until the next event of their visitor would otherwise be what collections find alive.
/// </summary>
internal sealed class SnapshotIndex(TimeProvider time)
{
    /// <summary>A snapshot grows by an event's id at a time: room for some.</summary>
    private const int Step = 64;

    private readonly Lock _gate = new();
    // In the order of their numbers: a handful, the newest last.
    private readonly List<(long Number, Dictionary<SnapshotKey, Held> Held)> _halfHours = [];

    /// <summary>Number of keys held, those not counted that have expired: they are forgotten here too, since after a peak nobody else may come.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                Expire();
                return _halfHours.Sum(halfHour => halfHour.Held.Count);
            }
        }
    }

    /// <summary>Version of the newest snapshot; 0 when there is none or it has expired.</summary>
    public ulong VersionOf(SnapshotKey key)
    {
        lock (_gate) return Find(key)?.Version ?? 0;
    }

    /// <summary>True when the newest snapshot of a key was appended at a position.</summary>
    public bool IsNewest(SnapshotKey key, ulong position)
    {
        lock (_gate) return Find(key)?.Position == position;
    }

    /// <summary>A copy of the newest snapshot; null when there is none or it has expired.</summary>
    public ReadOnlyMemory<byte>? Read(SnapshotKey key)
    {
        lock (_gate) return Find(key) is { } held ? new(held.Bytes.ToArray()) : null;
    }

    /// <summary>Takes a copy of a snapshot, unless a newer one of its key is known.</summary>
    public void Put(SnapshotKey key, StoredSnapshot snapshot)
    {
        var halfHour = HalfHour.Of(LogPosition.TimeOf(snapshot.Position));
        lock (_gate)
        {
            var before = default(Held);
            foreach (var (number, held) in _halfHours)
            {
                if (number == halfHour) continue;
                if (!held.TryGetValue(key, out var known)) continue;
                if (known.Position > snapshot.Position) return;
                held.Remove(key);
                before = known;
            }

            ref var current = ref CollectionsMarshal.GetValueRefOrAddDefault(HeldOf(halfHour), key, out var exists);
            if (exists && current.Position > snapshot.Position) return;
            current = (exists ? current : before).Replaced(snapshot);
            Expire();
        }
    }

    private Held? Find(SnapshotKey key)
    {
        Expire();
        foreach (var (_, held) in _halfHours)
        {
            if (held.TryGetValue(key, out var found)) return found;
        }

        return null;
    }

    private void Expire()
    {
        // Several half hours can be over at once after a quiet night.
        while (_halfHours.Count > 0 && HalfHour.IsOver(_halfHours[0].Number, time.GetUtcNow())) _halfHours.RemoveAt(0);
    }

    private Dictionary<SnapshotKey, Held> HeldOf(long halfHour)
    {
        var after = _halfHours.Count;
        while (after > 0 && _halfHours[after - 1].Number > halfHour) after--;
        if (after > 0 && _halfHours[after - 1].Number == halfHour) return _halfHours[after - 1].Held;
        _halfHours.Insert(after, (halfHour, []));
        return _halfHours[after].Held;
    }

    private readonly record struct Held(ulong Version, ulong Position, byte[]? Memory, int Length)
    {
        public ReadOnlySpan<byte> Bytes => Memory.AsSpan(0, Length);

        /// <summary>The snapshot in the place of this one.</summary>
        public Held Replaced(StoredSnapshot snapshot)
        {
            var length = snapshot.Bytes.Length;
            var memory = Memory is not null && Memory.Length >= length ? Memory : GC.AllocateUninitializedArray<byte>((length + Step - 1) / Step * Step);
            snapshot.Bytes.Span.CopyTo(memory);
            return new(snapshot.Version, snapshot.Position, memory, length);
        }
    }
}
