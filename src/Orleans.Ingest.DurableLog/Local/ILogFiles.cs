namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// The few file operations of the log, so that tests can fail each of them, stop between any two, and take away what a power loss may
/// take: what was written and not synced, and names that changed in a directory that was not synced.
/// </summary>
internal interface ILogFiles
{
    /// <summary>Keeps other processes out until it is disposed; fails when one is in.</summary>
    IDisposable Lock(string path);

    /// <summary>Makes a directory, with those above it; durable when it returns.</summary>
    void CreateDirectory(string path);

    /// <summary>Paths of a directory's files, in the order of their names.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>True when a file of this path exists.</summary>
    bool Exists(string path);

    /// <summary>All bytes of a file.</summary>
    byte[] Read(string path);

    /// <summary>Makes a file and opens it; fails when it exists.</summary>
    ILogFile Create(string path);

    /// <summary>Makes a file that takes up disk space and holds nothing; fails, and leaves none, when there is not enough.</summary>
    void Reserve(string path, long bytes);

    /// <summary>Opens a file for writing.</summary>
    ILogFile Open(string path);

    /// <summary>Renames a file.</summary>
    void Move(string from, string to);

    /// <summary>Removes a file's name; nothing happens when there is none.</summary>
    void Delete(string path);

    /// <summary>Returns when created, renamed and removed names of a directory are on the disk.</summary>
    void SyncDirectory(string path);
}
