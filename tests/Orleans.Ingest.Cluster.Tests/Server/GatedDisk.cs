using Orleans.Ingest.DurableLog.Local;

namespace Orleans.Ingest.Cluster.Tests.Server;

/// <summary>A disk on which the syncs of appends wait on a gate of the test's, as a slow one's do on its platters.</summary>
internal sealed class GatedDisk : ILogFiles, IDisposable
{
    private readonly DiskFiles _files = DiskFiles.Instance;
    private int _held;
    private int _appends;

    public ManualResetEventSlim Gate { get; } = new(true);

    /// <summary>Syncs that wait now.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Writes to the log's segments behind their headers: one an append.</summary>
    public int Appends => Volatile.Read(ref _appends);

    public IDisposable Lock(string path) => _files.Lock(path);

    public void CreateDirectory(string path) => _files.CreateDirectory(path);

    public IReadOnlyList<string> List(string directory) => _files.List(directory);

    public bool Exists(string path) => _files.Exists(path);

    public byte[] Read(string path) => _files.Read(path);

    public ILogFile Create(string path) => new GatedFile(this, _files.Create(path), path.EndsWith(".open", StringComparison.Ordinal));

    public void Reserve(string path, long bytes) => _files.Reserve(path, bytes);

    public ILogFile Open(string path) => new GatedFile(this, _files.Open(path), isSegment: false);

    public void Move(string from, string to) => _files.Move(from, to);

    public void Delete(string path) => _files.Delete(path);

    public void SyncDirectory(string path) => _files.SyncDirectory(path);

    public void Dispose()
    {
        Gate.Set();
        Gate.Dispose();
    }

    private sealed class GatedFile(GatedDisk disk, ILogFile file, bool isSegment) : ILogFile
    {
        private bool _isAppend;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            _isAppend = isSegment && offset > 0;
            if (_isAppend) Interlocked.Increment(ref disk._appends);
            file.Write(bytes, offset);
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            if (_isAppend)
            {
                Interlocked.Increment(ref disk._held);
                disk.Gate.Wait();
                Interlocked.Decrement(ref disk._held);
            }

            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
