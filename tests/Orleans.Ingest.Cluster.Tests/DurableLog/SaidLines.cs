using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.DurableLog.Redis;

namespace Orleans.Ingest.Cluster.Tests.DurableLog;

/// <summary>What a log has said.</summary>
internal sealed class SaidLines : ILogger<RedisDurableLog>
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));
}
