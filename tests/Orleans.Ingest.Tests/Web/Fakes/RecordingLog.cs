using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Keeps every line that is logged, whatever its level.</summary>
public sealed class RecordingLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Orleans.Ingest", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => true;
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, formatter(state, exception)));
    public void Dispose()
    {
    }
}
