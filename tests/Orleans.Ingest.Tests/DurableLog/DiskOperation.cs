namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>What the log does to a disk.</summary>
internal enum DiskOperation
{
    Create,
    Write,
    SetLength,
    Sync,
    Move,
    Delete,
    SyncDirectory,
}
