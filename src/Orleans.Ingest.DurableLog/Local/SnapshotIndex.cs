namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The newest durable snapshot of every live key of a queue. Thread-safe.</summary>
internal sealed class SnapshotIndex(TimeProvider time)
{
    private readonly Lock _gate = new();
    // In the order of their numbers: a handful, the newest last.
    private readonly List<(long Number, Dictionary<SnapshotKey, StoredSnapshot> Held)> _halfHours = [];

    /// <summary>Number of keys held.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _halfHours.Sum(halfHour => halfHour.Held.Count);
        }
    }

    /// <summary>The newest snapshot; null when there is none or it has expired.</summary>
    public StoredSnapshot? Find(SnapshotKey key)
    {
        lock (_gate)
        {
            Expire();
            foreach (var (_, held) in _halfHours)
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

            var current = HeldOf(halfHour);
            if (current.TryGetValue(key, out var same) && same.Position > snapshot.Position) return;
            current[key] = snapshot;
            Expire();
        }
    }

    private void Expire()
    {
        // Several half hours can be over at once after a quiet night.
        while (_halfHours.Count > 0 && HalfHour.IsOver(_halfHours[0].Number, time.GetUtcNow())) _halfHours.RemoveAt(0);
    }

    private Dictionary<SnapshotKey, StoredSnapshot> HeldOf(long halfHour)
    {
        var after = _halfHours.Count;
        while (after > 0 && _halfHours[after - 1].Number > halfHour) after--;
        if (after > 0 && _halfHours[after - 1].Number == halfHour) return _halfHours[after - 1].Held;
        _halfHours.Insert(after, (halfHour, []));
        return _halfHours[after].Held;
    }
}
