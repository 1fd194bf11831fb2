namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The newest durable snapshot of every live key of a queue. Thread-safe.</summary>
internal sealed class SnapshotIndex(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Dictionary<SnapshotKey, StoredSnapshot>> _halfHours = [];

    /// <summary>Number of keys held.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _halfHours.Values.Sum(held => held.Count);
        }
    }

    /// <summary>The newest snapshot; null when there is none or it has expired.</summary>
    public StoredSnapshot? Find(SnapshotKey key)
    {
        lock (_gate)
        {
            Expire();
            foreach (var held in _halfHours.Values)
            {
                if (held.TryGetValue(key, out var found)) return found;
            }

            return null;
        }
    }

    /// <summary>Takes a snapshot, unless a newer one of its key is known.</summary>
    public void Put(SnapshotKey key, StoredSnapshot snapshot)
    {
        var halfHour = HalfHour.Of(LogPosition.TimeOf(snapshot.Position));
        lock (_gate)
        {
            foreach (var (number, held) in _halfHours)
            {
                if (number == halfHour) continue;
                if (!held.TryGetValue(key, out var known)) continue;
                if (known.Position > snapshot.Position) return;
                held.Remove(key);
            }

            if (!_halfHours.TryGetValue(halfHour, out var current)) _halfHours[halfHour] = current = [];
            if (current.TryGetValue(key, out var same) && same.Position > snapshot.Position) return;
            current[key] = snapshot;
            Expire();
        }
    }

    private void Expire()
    {
        // Several half hours can be over at once after a quiet night.
        while (_halfHours.Count > 0 && _halfHours.First().Key is var oldest && HalfHour.IsOver(oldest, time.GetUtcNow())) _halfHours.Remove(oldest);
    }
}
