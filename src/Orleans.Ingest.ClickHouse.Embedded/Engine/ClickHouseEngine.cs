using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>The engine on one data directory. One per process: libchdb holds one directory at a time.</summary>
internal sealed partial class ClickHouseEngine : IDisposable
{
    private const int ParallelStatements = 16;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    /// <summary>Of the machine, while ingestion is busy. With nothing else to do, readers may take all of it.</summary>
    private const double ReadersShare = 0.1;

    private readonly IDisposable _directoryLock;
    private readonly IngestionLoad? _ingestion;
    private readonly ReaderPace? _pace;
    private readonly ConnectionPool _owners;
    private readonly ConnectionPool _readers;

    // Apart from the others: it must be free when all of them are busy.
    private readonly ConnectionPool _control;

    private ClickHouseEngine(IDisposable directoryLock, IReadOnlyList<string> arguments, bool stepsBack, IngestionLoad? ingestion, TimeProvider time)
    {
        _directoryLock = directoryLock;
        _ingestion = ingestion;
        _pace = ingestion is null ? null : new ReaderPace(() => ingestion.IsHigh, ReadersShare * Environment.ProcessorCount, time);
        ReaderLimits = ReaderLimits.For(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.ProcessorCount);
        var none = new Dictionary<string, string>();
        _owners = new ConnectionPool(arguments, EngineRole.Owner, none, ParallelStatements);
        _readers = new ConnectionPool(arguments, EngineRole.Reader, ReaderLimits.Settings(stepsBack), ReaderLimits.Parallel, _pace);
        _control = new ConnectionPool(arguments, EngineRole.Owner, none, limit: 1);
    }

    /// <summary>ClickHouse's version, as in its error messages.</summary>
    public string Version { get; private set; } = "";

    public string TimeZone { get; private set; } = "";

    public ReaderLimits ReaderLimits { get; }

    /// <summary>Nothing runs on any connection. Closing one under a running statement aborts the process.</summary>
    public bool IsIdle => _owners.Lent == 0 && _readers.Lent == 0 && _control.Lent == 0;

    /// <summary>Waits for the directory's lock, then opens the data.</summary>
    /// <param name="dataDirectory">Where it is, or shall be.</param>
    /// <param name="ingestion">Paces readers by this one's load; null leaves them alone. Disposed with the engine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what was opened.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<ClickHouseEngine> OpenAsync(string dataDirectory, IngestionLoad? ingestion, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
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
            var stepsBack = ThreadPriority.CanBeTakenBack();
            engine = new ClickHouseEngine(directoryLock, [$"--config-file={configuration}", $"--path={Path.Combine(directory, "data")}"], stepsBack, ingestion, time);
            await engine.WarmAsync(cancellationToken);
            Log.Opened(logger, directory, release, engine.Version, time.GetElapsedTime(began));
            if (!stepsBack) Log.SamePriority(logger);
            return engine;
        }
        catch
        {
            if (engine is not null)
            {
                engine.Dispose();
            }
            else
            {
                ingestion?.Dispose();
                directoryLock.Dispose();
            }

            throw;
        }
    }

    public ConnectionPool Connections(EngineRole role) => role == EngineRole.Owner ? _owners : _readers;

    /// <summary>Asks the engine to cancel what runs on the connection with this mark; completes when it has been asked.</summary>
    public async Task KillAsync(string mark)
    {
        using var lease = await _control.RentAsync(own: null, CancellationToken.None);
        await EngineThread.Run(() => lease.Connection.Scalar($"KILL QUERY WHERE Settings[{SqlText.QuoteText(EngineConnection.MarkSetting)}] = {SqlText.QuoteText(mark)} ASYNC"));
    }

    public void Dispose()
    {
        _control.Dispose();
        _owners.Dispose();
        _readers.Dispose();
        _pace?.Dispose();
        _ingestion?.Dispose();
        _directoryLock.Dispose();
    }

    // The first statement of each role loads what later ones share; better now than in the first visitor's request.
    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        using var owner = await _owners.RentAsync(own: null, cancellationToken);
        using var reader = await _readers.RentAsync(own: null, cancellationToken);
        Version = owner.Connection.Scalar("SELECT version()");
        TimeZone = reader.Connection.Scalar("SELECT timezone()");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "ClickHouse {Version} (chDB {Release}) opened {Directory} in {Elapsed}.")]
        public static partial void Opened(ILogger logger, string directory, string release, string version, TimeSpan elapsed);

        [LoggerMessage(2, LogLevel.Warning, "The data in {Directory} was made by chDB {Older} and is now used by chDB {Release}; going back to the older one will not be possible.")]
        public static partial void OlderData(ILogger logger, string directory, string older, string release);

        [LoggerMessage(3, LogLevel.Information, "Read-only queries run at the priority of ingestion: this user may not raise a thread's priority again. To let ingestion go first, allow it (ulimit -e 20, LimitNICE=0 with systemd).")]
        public static partial void SamePriority(ILogger logger);
    }
}
