using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>One process per data directory: the engine itself does not look. Held by an open file, so it ends with the process.</summary>
internal static partial class DataDirectoryLock
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock, waiting for a process that is just ending.</summary>
    /// <exception cref="IOException">It was not free within <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> AcquireAsync(string directory, TimeSpan patience, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, "lock");
        var began = time.GetTimestamp();
        for (var first = true; ; first = false)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
            {
                if (time.GetElapsedTime(began) > patience)
                {
                    throw new IOException(
                        $"The data directory {directory} is in use by another process (its file `lock` is held): stop that one, or set another Ingest:DataDirectory.", error);
                }

                if (first) Log.Waiting(logger, directory);
            }

            await Task.Delay(Retry, time, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The data directory {Directory} is still held by another process; waiting for it to end.")]
        public static partial void Waiting(ILogger logger, string directory);
    }
}
