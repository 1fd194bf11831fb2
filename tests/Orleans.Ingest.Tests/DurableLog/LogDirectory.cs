using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.DurableLog.Local;

namespace Orleans.Ingest.Tests.DurableLog;

/// <summary>A local log in a directory of its own, which can be killed and opened again.</summary>
internal sealed class LogDirectory : IAsyncDisposable
{
    public LogDirectory() => Log = Open();

    public string Path { get; } = Directory.CreateTempSubdirectory("ingest-log-").FullName;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public LocalLogOptions Options { get; init; } = new() { BusyBytes = 1 };

    public LocalDurableLog Log { get; private set; }

    public string QueuePath => System.IO.Path.Combine(Path, "000");

    /// <summary>Closing writes nothing, so it leaves the files as a kill does.</summary>
    public async Task KillAsync() => await Log.DisposeAsync();

    public void Reopen() => Log = Open();

    public async Task KillAndReopenAsync()
    {
        await KillAsync();
        Reopen();
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        Directory.Delete(Path, recursive: true);
    }

    private LocalDurableLog Open()
    {
        Options.Directory = Path;
        return LocalDurableLog.Open(Options, Time, NullLogger<LocalDurableLog>.Instance);
    }
}
