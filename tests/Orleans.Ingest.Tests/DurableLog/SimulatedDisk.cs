using Orleans.Ingest.DurableLog.Local;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>
/// A disk in memory. Operations can fail, the process can end between any two (a write then leaves a part of itself), and a power loss
/// takes what was not synced: bytes in part, changed names from some point of their order on.
/// </summary>
internal sealed class SimulatedDisk : ILogFiles
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Inode> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Inode> _durable = new(StringComparer.Ordinal);
    private int _operations;
    private readonly List<(string[] Paths, Action<SortedDictionary<string, Inode>> Apply)> _unsynced = [];

    /// <summary>Says which operations fail; asked before each.</summary>
    public Func<DiskOperation, string, bool>? Fails { get; set; }

    /// <summary>The operation, counted from <see cref="Operations"/> = 0, at which the process ends; everything after it fails.</summary>
    public int? EndsAt { get; set; }

    public int Operations => Volatile.Read(ref _operations);

    public IReadOnlyList<string> Paths => Locked(() => _names.Keys.ToArray());

    public byte[] this[string path]
    {
        get => _names[path].Bytes;
        set => _names[path].Bytes = value;
    }

    /// <summary>The process has ended; the machine has not. Nothing is lost, and nothing becomes durable by it.</summary>
    public void NextProcess() => (EndsAt, _operations, Fails) = (null, 0, null);

    public void LosePower(Random random)
    {
        foreach (var (_, apply) in _unsynced.Take(random.Next(_unsynced.Count + 1))) apply(_durable);
        _unsynced.Clear();
        _names.Clear();
        foreach (var (path, inode) in _durable) _names[path] = inode;
        foreach (var inode in _names.Values) inode.LosePower(random);
        NextProcess();
    }

    public IDisposable Lock(string path) => new MemoryStream();

    public void CreateDirectory(string path)
    {
    }

    public IReadOnlyList<string> List(string directory) => [.. Paths.Where(path => Path.GetDirectoryName(path) == directory)];

    public bool Exists(string path) => Locked(() => _names.ContainsKey(path));

    public byte[] Read(string path) => [.. Found(path).Bytes];

    public ILogFile Create(string path)
    {
        Do(DiskOperation.Create, path);
        if (Exists(path)) throw new IOException($"{path} exists.");
        var inode = new Inode();
        Rename(names => names[path] = inode, path);
        return new SimulatedFile(this, path, inode);
    }

    public void Reserve(string path, long bytes) => Create(path).Dispose();

    public ILogFile Open(string path) => new SimulatedFile(this, path, Found(path));

    public void Move(string from, string to)
    {
        Do(DiskOperation.Move, from);
        var inode = Found(from);
        Rename(
            names =>
            {
                names.Remove(from);
                names[to] = inode;
            },
            from,
            to);
    }

    public void Delete(string path)
    {
        Do(DiskOperation.Delete, path);
        if (Exists(path)) Rename(names => names.Remove(path), path);
    }

    public void SyncDirectory(string path)
    {
        Do(DiskOperation.SyncDirectory, path);
        lock (_gate)
        {
            var last = _unsynced.FindLastIndex(change => change.Paths.Any(changed => Path.GetDirectoryName(changed) == path));
            foreach (var (_, apply) in _unsynced.Take(last + 1)) apply(_durable);
            _unsynced.RemoveRange(0, last + 1);
        }
    }

    internal void Do(DiskOperation operation, string path)
    {
        if (Interlocked.Increment(ref _operations) > EndsAt) throw new IOException("The process has ended.");
        if (Fails?.Invoke(operation, path) is true) throw new IOException($"The test fails {operation} of {Path.GetFileName(path)}.");
    }

    private Inode Found(string path) => Locked(() => _names.TryGetValue(path, out var inode) ? inode : throw new FileNotFoundException(path));

    private T Locked<T>(Func<T> read)
    {
        lock (_gate) return read();
    }

    private void Rename(Action<SortedDictionary<string, Inode>> apply, params string[] paths)
    {
        lock (_gate)
        {
            apply(_names);
            _unsynced.Add((paths, apply));
        }
    }

    private sealed class Inode
    {
        public byte[] Bytes { get; set; } = [];

        public byte[] Synced { get; set; } = [];

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var written = new byte[Math.Max(Bytes.Length, offset + bytes.Length)];
            Bytes.CopyTo(written, 0);
            bytes.CopyTo(written.AsSpan((int)offset));
            Bytes = written;
        }

        public void LosePower(Random random)
        {
            // Of what was not synced some may be there all the same: all, none, or the first or last bytes of it, and what was there before.
            if (random.Next(3) == 0) Synced = Bytes;
            else if (Bytes.Length >= Synced.Length && random.Next(2) == 0)
            {
                var torn = new byte[Bytes.Length];
                Synced.CopyTo(torn, 0);
                var at = random.Next(Bytes.Length + 1);
                if (random.Next(2) == 0) Bytes.AsSpan(0, at).CopyTo(torn);
                else Bytes.AsSpan(at).CopyTo(torn.AsSpan(at));
                Synced = torn;
            }

            Bytes = Synced;
        }
    }

    private sealed class SimulatedFile(SimulatedDisk disk, string path, Inode inode) : ILogFile
    {
        private bool _closed;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            try
            {
                disk.Do(DiskOperation.Write, path);
            }
            catch (IOException)
            {
                inode.Write(bytes[..(bytes.Length / 2)], offset);
                throw;
            }

            inode.Write(bytes, offset);
        }

        public void SetLength(long length)
        {
            disk.Do(DiskOperation.SetLength, path);
            inode.Bytes = [.. inode.Bytes.Take((int)length)];
        }

        public void Sync()
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            disk.Do(DiskOperation.Sync, path);
            inode.Synced = inode.Bytes;
        }

        public void Dispose() => _closed = true;
    }
}
