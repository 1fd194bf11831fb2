using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Ingest.ClickHouse.Embedded.Supervision;

/// <summary>
/// Keeps a ClickHouse running as a child of this process: started at once, again after a pause when it dies, ended last when
/// this process stops (register it before the services that write to it: hosted services stop in reverse). A child and not a
/// part of this process, since a crash of the native engine must not refuse a visitor.
/// </summary>
public sealed partial class ClickHouseChild : BackgroundService
{
    // A child that lived this long was well; its end is a new failure, not one more of a row.
    private static readonly TimeSpan WellAfter = TimeSpan.FromSeconds(10);
    private readonly ClickHouseChildOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ClickHouseChild> _logger;
    private readonly ChildLog _childLog;
    private readonly Lock _gate = new();
    private readonly List<Action<ClickHouseChildState>> _listeners = [];
    private TaskCompletionSource<Uri> _ready = NewSource();
    private int _port;
    private long _readySince;

    /// <summary>Starts nothing yet; the host does.</summary>
    public ClickHouseChild(IOptions<ClickHouseChildOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options.Value;
        _time = time;
        _logger = loggers.CreateLogger<ClickHouseChild>();
        _childLog = new(loggers);
        _port = _options.HttpPort;
    }

    /// <summary>The user that may write.</summary>
    public static string WriterName => EmbeddedClickHouseOptions.WriterName;

    /// <summary>That user's password: the secret of this start of the program, known to no one else.</summary>
    public string WriterPassword { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Where the child stands.</summary>
    public ClickHouseChildState State { get; private set; } = new(ClickHouseChildPhase.Starting);

    /// <summary>Where the child answers, or answered last; null before it was ready once. The same over restarts.</summary>
    public Uri? Endpoint => State.Endpoint;

    /// <summary>The process id of the running child, else null.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Completes with the endpoint when the child is ready: at once if it is now.</summary>
    public Task<Uri> WhenReadyAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate) return _ready.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Calls the listener after each change of <see cref="State"/>, one change at a time; it must not wait for anything.</summary>
    public void OnChange(Action<ClickHouseChildState> listener)
    {
        lock (_gate) _listeners.Add(listener);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            Change(new(ClickHouseChildPhase.Starting, Endpoint: Endpoint));
            var reason = await RunOnceAsync(stoppingToken);
            if (reason is null) break;

            failures = _readySince != 0 && _time.GetElapsedTime(_readySince) > WellAfter ? 1 : failures + 1;
            var pause = Pause(failures);
            Log.Down(_logger, reason, pause);
            Change(new(ClickHouseChildPhase.Down, reason, Endpoint));
            await Task.Delay(pause, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Change(new(ClickHouseChildPhase.Stopped, Endpoint: Endpoint));
    }

    /// <summary>One life of the child. Null when it ended because this process stops, else why it ended.</summary>
    private async Task<string?> RunOnceAsync(CancellationToken stoppingToken)
    {
        _readySince = 0;
        ChildProcess? child = null;
        try
        {
            child = await ChildProcess.StartAsync(_options, _port, WriterPassword, OnReady, _childLog.Forward);
            ProcessId = child.Id;
            Log.Started(_logger, child.Id);
            var code = await child.WaitForEndAsync(stoppingToken);
            return child.FailureReason ?? $"Its process ended with exit code {code}.";
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (!await child!.StopAsync(_options.StopTimeout)) Log.Killed(_logger, _options.StopTimeout);
            return null;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            return $"It could not be started: {error.Message}";
        }
        finally
        {
            ProcessId = null;
            child?.Dispose();
        }
    }

    private void OnReady(int port)
    {
        _port = port;
        _readySince = _time.GetTimestamp();
        var endpoint = new Uri($"http://127.0.0.1:{port}/");
        Log.Ready(_logger, endpoint);
        Change(new(ClickHouseChildPhase.Ready, Endpoint: endpoint));
    }

    private TimeSpan Pause(int failures)
    {
        var pause = _options.RestartDelay * Math.Pow(2, Math.Min(failures - 1, 16));
        return pause < _options.MaxRestartDelay ? pause : _options.MaxRestartDelay;
    }

    private void Change(ClickHouseChildState state)
    {
        lock (_gate)
        {
            State = state;
            if (state.Phase == ClickHouseChildPhase.Ready) _ready.TrySetResult(state.Endpoint!);
            else if (_ready.Task.IsCompleted) _ready = NewSource();
            foreach (var listener in _listeners) listener(state);
        }
    }

    private static TaskCompletionSource<Uri> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "ClickHouse is starting as process {ProcessId}.")]
        public static partial void Started(ILogger logger, int processId);

        [LoggerMessage(2, LogLevel.Information, "ClickHouse answers at {Endpoint}.")]
        public static partial void Ready(ILogger logger, Uri endpoint);

        [LoggerMessage(3, LogLevel.Warning, "ClickHouse is down: {Reason} Starting it again in {Pause}.")]
        public static partial void Down(ILogger logger, string reason, TimeSpan pause);

        [LoggerMessage(4, LogLevel.Warning, "ClickHouse did not end within {Timeout} and was killed; its data is safe.")]
        public static partial void Killed(ILogger logger, TimeSpan timeout);
    }
}
