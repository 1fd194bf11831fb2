using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Native;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>The engine on one data directory. One per process: libchdb holds one directory at a time.</summary>
internal sealed partial class ClickHouseEngine : IDisposable
{
    private const int ParallelStatements = 16;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private readonly IDisposable _directoryLock;
    private readonly ConnectionPool _owners;
    private readonly ConnectionPool _readers;

    private ClickHouseEngine(IDisposable directoryLock, IReadOnlyList<string> arguments)
    {
        _directoryLock = directoryLock;
        _owners = new ConnectionPool(arguments, EngineRole.Owner, ParallelStatements);
        _readers = new ConnectionPool(arguments, EngineRole.Reader, ParallelStatements);
    }

    /// <summary>ClickHouse's version, as in its error messages.</summary>
    public string Version { get; private set; } = "";

    public string TimeZone { get; private set; } = "";

    /// <summary>Waits for the directory's lock, then opens the data.</summary>
    public static async Task<ClickHouseEngine> OpenAsync(string dataDirectory, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateDirectory(dataDirectory).FullName;
        var directoryLock = await DataDirectoryLock.AcquireAsync(directory, LockPatience, time, logger, cancellationToken);
        ClickHouseEngine? engine = null;
        try
        {
            var began = time.GetTimestamp();
            var release = ChdbLibrary.Instance.ReleaseVersion;
            if (DataVersion.Adopt(directory, release) is { } older) Log.OlderData(logger, directory, older, release);

            var configuration = EngineConfiguration.Write(directory);
            engine = new ClickHouseEngine(directoryLock, [$"--config-file={configuration}", $"--path={Path.Combine(directory, "data")}"]);
            await engine.WarmAsync(cancellationToken);
            Log.Opened(logger, directory, release, engine.Version, time.GetElapsedTime(began));
            return engine;
        }
        catch
        {
            if (engine is null) directoryLock.Dispose();
            else engine.Dispose();
            throw;
        }
    }

    public ConnectionPool Connections(EngineRole role) => role == EngineRole.Owner ? _owners : _readers;

    /// <summary>Nothing runs on any connection. Closing one under a running statement aborts the process.</summary>
    public bool IsIdle => _owners.Lent == 0 && _readers.Lent == 0;

    public void Dispose()
    {
        _owners.Dispose();
        _readers.Dispose();
        _directoryLock.Dispose();
    }

    // The first statement of each role loads what later ones share; better now than in the first visitor's request.
    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        var owner = await _owners.RentAsync(cancellationToken);
        var reader = await _readers.RentAsync(cancellationToken);
        Version = owner.Scalar("SELECT version()");
        TimeZone = reader.Scalar("SELECT timezone()");
        _owners.Return(owner);
        _readers.Return(reader);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "ClickHouse {Version} (chDB {Release}) opened {Directory} in {Elapsed}.")]
        public static partial void Opened(ILogger logger, string directory, string release, string version, TimeSpan elapsed);

        [LoggerMessage(2, LogLevel.Warning, "The data in {Directory} was made by chDB {Older} and is now used by chDB {Release}; going back to the older one will not be possible.")]
        public static partial void OlderData(ILogger logger, string directory, string older, string release);
    }
}
