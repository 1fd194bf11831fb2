namespace Orleans.Ingest.Torture;

/// <summary>Looks at the files of the service's event log.</summary>
internal sealed class LogWatch : IDisposable
{
    private readonly string _log;
    private readonly ITimer _timer;
    private long _peak;

    public LogWatch(string dataDirectory)
    {
        _log = Path.Combine(dataDirectory, "log");
        _timer = TimeProvider.System.CreateTimer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    /// <summary>The most bytes that were seen.</summary>
    public long PeakBytes => Interlocked.Read(ref _peak);

    public void Dispose() => _timer.Dispose();

    private IEnumerable<FileInfo> Segments() =>
        new DirectoryInfo(_log).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".open" or ".sealed" && file.Exists);

    private void Look()
    {
        try
        {
            _peak = Math.Max(_peak, Segments().Sum(file => file.Length));
        }
        catch (IOException)
        {
            // A segment went between the listing and the look at it.
        }
    }
}
