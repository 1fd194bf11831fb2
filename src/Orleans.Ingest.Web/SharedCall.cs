namespace Orleans.Ingest.Web;

/// <summary>One call under way at a time: whoever asks meanwhile waits for the same answer.</summary>
internal sealed class SharedCall<T>(Func<Task<T>> call)
{
    private readonly Lock _gate = new();
    private Task<T>? _running;

    /// <summary>The answer of the call under way, or of a new one.</summary>
    public Task<T> RunAsync()
    {
        lock (_gate)
        {
            if (_running is { IsCompleted: false } running) return running;
            // Off the caller's stack: the call's first steps must not run under the lock.
            return _running = Task.Run(call);
        }
    }
}
