using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.DurableLog.Local;

/// <summary>The durable log in files of one machine. One process per directory: a second one is refused.</summary>
public sealed class LocalDurableLog : IDurableLog
{
    private readonly LocalLogOptions _options;
    private readonly IDisposable _lock;
    private readonly DeadLetters _deadLetters;
    private readonly LocalQueue[] _queues;

    private LocalDurableLog(LocalLogOptions options, IDisposable fileLock, DeadLetters deadLetters, LocalQueue[] queues) =>
        (_options, _lock, _deadLetters, _queues) = (options, fileLock, deadLetters, queues);

    /// <summary>Opens the log and recovers what an earlier process left.</summary>
    /// <exception cref="LogUnavailableException">Another process has it open, or a file is of another format.</exception>
    public static LocalDurableLog Open(LocalLogOptions options, TimeProvider time, ILogger<LocalDurableLog> logger) => Open(options, DiskFiles.Instance, time, logger);

    internal static LocalDurableLog Open(LocalLogOptions options, ILogFiles files, TimeProvider time, ILogger<LocalDurableLog> logger)
    {
        files.CreateDirectory(options.Directory);
        var fileLock = Acquire(files, Path.Combine(options.Directory, "lock"));
        try
        {
            // One queue: one fdatasync serves everything that arrives while the last one runs.
            var deadLetters = new DeadLetters(files, Path.Combine(options.Directory, "dead-letters"));
            return new(options, fileLock, deadLetters, [new LocalQueue(0, files, Path.Combine(options.Directory, "000"), deadLetters, options, time, logger)]);
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public int QueueCount => _queues.Length;

    /// <inheritdoc />
    public LogStatus Status => new(
        _queues.Sum(queue => queue.UsedBytes),
        _options.MaxBytes,
        _queues.Min(queue => queue.OldestPending),
        _queues.Select(queue => queue.Fault).FirstOrDefault(fault => fault is not null))
    {
        DeadLetters = _deadLetters.Status,
    };

    /// <inheritdoc />
    public int? SnapshotsInMemory => _queues.Sum(queue => queue.Snapshots);

    /// <inheritdoc />
    public ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(int queue, SnapshotKey key, CancellationToken cancellationToken) => new(_queues[queue].ReadSnapshot(key));

    /// <inheritdoc />
    /// <remarks>Cancellation is ignored once the write has begun: its outcome must be known.</remarks>
    public ValueTask AppendAsync(int queue, AppendBatch batch, CancellationToken cancellationToken) => new(Task.Run(() => _queues[queue].Append(batch), cancellationToken));

    /// <inheritdoc />
    public ValueTask<FlushGroup?> ClaimGroupAsync(int queue, CancellationToken cancellationToken) => new(Task.Run(() => _queues[queue].Claim(), cancellationToken));

    /// <inheritdoc />
    public ValueTask<FlushGroupContents?> ReadGroupAsync(FlushGroup group, CancellationToken cancellationToken) => new(Task.Run(() => _queues[group.Queue].Read(group), cancellationToken));

    /// <inheritdoc />
    public ValueTask<bool> IsPendingAsync(FlushGroup group, CancellationToken cancellationToken) => new(_queues[group.Queue].IsPending(group));

    /// <inheritdoc />
    public ValueTask CommitAsync(FlushGroup group, CancellationToken cancellationToken) => new(Task.Run(() => _queues[group.Queue].Commit(group), cancellationToken));

    /// <inheritdoc />
    public ValueTask SetAsideAsync(FlushGroup group, string reason, CancellationToken cancellationToken) => new(Task.Run(() => _queues[group.Queue].SetAside(group, reason), cancellationToken));

    /// <inheritdoc />
    public ValueTask<DeadLetter?> FindDeadLetterAsync(ulong position, CancellationToken cancellationToken) => new(Task.Run(() => _deadLetters.Find(position), cancellationToken));

    /// <inheritdoc />
    public ValueTask<ulong> LowestUnwrittenAsync(int queue, CancellationToken cancellationToken) => new(_queues[queue].LowestUnwritten);

    /// <inheritdoc />
    public ValueTask TablesVerifiedAsync(int queue, ulong lowestUnwritten, CancellationToken cancellationToken)
    {
        _queues[queue].TablesVerified();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<LogExtent> ExtentAsync(int queue, CancellationToken cancellationToken) => new(Task.Run(() => _queues[queue].Extent(), cancellationToken));

    /// <inheritdoc />
    public ValueTask RipenAsync(int queue, CancellationToken cancellationToken)
    {
        _queues[queue].Ripen();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        foreach (var queue in _queues) queue.Dispose();
        _lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IDisposable Acquire(ILogFiles files, string path)
    {
        try
        {
            return files.Lock(path);
        }
        catch (IOException error)
        {
            throw new LogUnavailableException($"The event log '{Path.GetDirectoryName(path)}' is in use by another process: stop it, or give this one its own Ingest:DataDirectory.", error);
        }
    }
}
