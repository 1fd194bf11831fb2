namespace Orleans.Ingest.Drivers;

/// <summary>Lets through, or holds up until it is opened. Open at first.</summary>
public sealed class Gate
{
    private static readonly TaskCompletionSource _isOpen = Opened();
    private TaskCompletionSource _opens = _isOpen;

    /// <summary>Completes when it is open.</summary>
    public Task Passed => Volatile.Read(ref _opens).Task;

    /// <summary>Holds up what comes from now on.</summary>
    public void Close() => Volatile.Write(ref _opens, new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>Lets go what is held up.</summary>
    public void Open() => Interlocked.Exchange(ref _opens, _isOpen).TrySetResult();

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
