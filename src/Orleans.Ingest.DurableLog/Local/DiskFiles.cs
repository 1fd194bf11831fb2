namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The log's files on a disk.</summary>
internal sealed class DiskFiles : ILogFiles
{
    /// <summary>The only one: it has no state.</summary>
    public static readonly DiskFiles Instance = new();

    /// <inheritdoc />
    public IDisposable Lock(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <inheritdoc />
    public void CreateDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null) CreateDirectory(parent);
        Directory.CreateDirectory(path);
        if (parent is not null) DiskSync.Directory(parent);
    }

    /// <inheritdoc />
    public IReadOnlyList<string> List(string directory) => [.. Directory.GetFiles(directory).Order(StringComparer.Ordinal)];

    /// <inheritdoc />
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc />
    public byte[] Read(string path) => File.ReadAllBytes(path);

    /// <inheritdoc />
    public ILogFile Create(string path) => new DiskFile(File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));

    /// <inheritdoc />
    public void Reserve(string path, long bytes) => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, preallocationSize: bytes).Dispose();

    /// <inheritdoc />
    public ILogFile Open(string path) => new DiskFile(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));

    /// <inheritdoc />
    public void Move(string from, string to) => File.Move(from, to);

    /// <inheritdoc />
    public void Delete(string path) => File.Delete(path);

    /// <inheritdoc />
    public void SyncDirectory(string path) => DiskSync.Directory(path);
}
