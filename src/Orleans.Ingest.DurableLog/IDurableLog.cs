namespace Orleans.Ingest.DurableLog;

/// <summary>
/// The durable log between a 202 and ClickHouse. An event moves one way through it:
/// <code>
///   append ──> open ──claim──> pending group ──commit──> gone
///              (grows)         (bounds fixed; handed out again and again until committed, or set aside)
/// </code>
/// Group boundaries belong to the log alone; nothing that Orleans remembers about its stream has a say.
/// </summary>
public interface IDurableLog : IAsyncDisposable
{
    /// <summary>Number of queues; part of the log's format, not of the cluster's size.</summary>
    int QueueCount { get; }

    /// <summary>How many snapshots this process has in memory, where they are read from there: whoever has read one need not keep it. Null where they are read over the network.</summary>
    int? SnapshotsInMemory => null;

    /// <summary>The newest durable snapshot of a key; null when there is none, or it has expired.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(int queue, SnapshotKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Compare-and-append. When its task completes, each chunk's <see cref="LogChunk.Outcome"/> says whether it is durable or was
    /// refused; a refused chunk leaves no row. When it does not throw, the chunks' memory is the
    /// caller's again: what the log keeps of it, it has copied. After an exception it may still be sending it.
    /// </summary>
    /// <exception cref="LogFullException">The budget is used up; nothing was written.</exception>
    /// <exception cref="LogUnavailableException">The outcome of every chunk is unknown.</exception>
    ValueTask AppendAsync(int queue, AppendBatch batch, CancellationToken cancellationToken);

    /// <summary>Fixes the next group's bounds and answers it, or answers the pending one; null when nothing is ripe.</summary>
    ValueTask<FlushGroup?> ClaimGroupAsync(int queue, CancellationToken cancellationToken);

    /// <summary>The rows of a pending group, to be read before it is committed or set aside; null when it is not pending (committed by another).</summary>
    ValueTask<FlushGroupContents?> ReadGroupAsync(FlushGroup group, CancellationToken cancellationToken);

    /// <summary>True while a group is the pending one of its queue.</summary>
    ValueTask<bool> IsPendingAsync(FlushGroup group, CancellationToken cancellationToken);

    /// <summary>Forgets a group whose rows are all in ClickHouse. Does nothing when the group is not pending.</summary>
    ValueTask CommitAsync(FlushGroup group, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a pending group whose rows ClickHouse refuses for good, and keeps them where people can find them, with the reason.
    /// Does nothing when the group is not pending.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="reason">Why, without anything that was in the rows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SetAsideAsync(FlushGroup group, string reason, CancellationToken cancellationToken);

    /// <summary>What was set aside at a position; null when nothing was.</summary>
    ValueTask<DeadLetter?> FindDeadLetterAsync(ulong position, CancellationToken cancellationToken);

    /// <summary>
    /// The lowest position that can't be in ClickHouse yet: at or above it only another log has written. Above the pending group's last
    /// one, else above all committed ones; while the tables are not verified, above all that this log may have forgotten.
    /// </summary>
    ValueTask<ulong> LowestUnwrittenAsync(int queue, CancellationToken cancellationToken);

    /// <summary>
    /// The tables were seen to hold nothing at or above a <see cref="LowestUnwrittenAsync"/>. Called before the first insert of a group that
    /// says <see cref="FlushGroupContents.TablesVerified"/> is false; durable when its task completes, for that insert changes what they hold.
    /// </summary>
    ValueTask TablesVerifiedAsync(int queue, ulong lowestUnwritten, CancellationToken cancellationToken);

    /// <summary>
    /// Where the queue begins and ends: what was appended before the call has left the log once a later <see cref="LogExtent.Waiting"/> has reached this
    /// <see cref="LogExtent.Next"/>.
    /// </summary>
    ValueTask<LogExtent> ExtentAsync(int queue, CancellationToken cancellationToken);

    /// <summary>Makes everything appended so far ripe for <see cref="ClaimGroupAsync"/> at once, for a graceful stop.</summary>
    ValueTask RipenAsync(int queue, CancellationToken cancellationToken);

    /// <summary>How the log stands now, over all queues.</summary>
    LogStatus Status { get; }
}
