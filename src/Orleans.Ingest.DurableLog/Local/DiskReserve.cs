namespace Orleans.Ingest.DurableLog.Local;

/// <summary>
/// Disk space that is given back when the disk is full: to make a group and to commit one writes a little before it frees a lot, and
/// without that little a full disk would never be emptied again. While it is given back nothing is appended: events would take it.
/// </summary>
internal sealed class DiskReserve(ILogFiles files, string path, long bytes)
{
    private volatile bool _isHeld;

    /// <summary>True while the space is held.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Does what frees space in the end; when it fails, once more with the reserve given back.</summary>
    public void Spend(Action work)
    {
        try
        {
            work();
        }
        catch (IOException) when (TryGiveBack())
        {
            work();
        }
    }

    /// <summary>Takes the space if it is not held.</summary>
    public bool TryTake()
    {
        try
        {
            if (!files.Exists(path)) files.Reserve(path, bytes);
            return _isHeld = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return _isHeld = false;
        }
    }

    private bool TryGiveBack()
    {
        try
        {
            if (!files.Exists(path)) return false;
            _isHeld = false;
            files.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
