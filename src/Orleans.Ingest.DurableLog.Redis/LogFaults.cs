using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Orleans.Ingest.DurableLog.Redis;

/// <summary>Turns what can go wrong with Redis into the log's own errors, and remembers whether appends fail now.</summary>
internal sealed partial class LogFaults(string log, TimeProvider time, ILogger logger)
{
    /// <summary>A failure that goes on is logged again after this long, not at each try.</summary>
    private static readonly TimeSpan _logAgainAfter = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private volatile string? _current;
    private long _logged;
    private long _count;

    /// <summary>Why nothing can be appended now; null when it can.</summary>
    public string? Current => _current;

    /// <summary>Runs a call; its failure is one of the log's own.</summary>
    public async Task<T> TranslateAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RedisException error)
        {
            throw Translate(error);
        }
        catch (TimeoutException error)
        {
            throw Translate(error);
        }
        catch (ObjectDisposedException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>As <see cref="TranslateAsync"/>, for a call that says whether appends work.</summary>
    public async Task<T> WatchAsync<T>(Func<Task<T>> call)
    {
        try
        {
            var answer = await TranslateAsync(call);
            Healed();
            return answer;
        }
        catch (LogUnavailableException error)
        {
            Failed(error);
            throw;
        }
    }

    private void Failed(LogUnavailableException error)
    {
        lock (_gate)
        {
            _count++;
            if (_current is null || time.GetElapsedTime(_logged) > _logAgainAfter)
            {
                Log.Failed(logger, error, log);
                _logged = time.GetTimestamp();
            }

            _current = error.Message;
        }
    }

    private void Healed()
    {
        if (_current is null) return;
        lock (_gate)
        {
            if (_current is null) return;
            Log.Healed(logger, log, _count);
            (_current, _count) = (null, 0);
        }
    }

    private LogUnavailableException Translate(Exception error) => error is RedisServerException && error.Message.Contains("OOM", StringComparison.Ordinal)
        ? new LogFullException($"Redis, which holds the event log '{log}', is at its maxmemory. Events are refused until ClickHouse takes inserts again or snapshots expire; give Redis more memory, or lower the log's MaxBytes.", error)
        : new LogUnavailableException($"Redis, which holds the event log '{log}', cannot be written: {error.Message}", error);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Event log '{Log}': Redis does not take appends. Events are answered 503 until it does; nothing acknowledged is lost by this.")]
        public static partial void Failed(ILogger logger, Exception error, string log);

        [LoggerMessage(2, LogLevel.Information, "Event log '{Log}': Redis takes appends again, after {Count} that failed.")]
        public static partial void Healed(ILogger logger, string log, long count);
    }
}
