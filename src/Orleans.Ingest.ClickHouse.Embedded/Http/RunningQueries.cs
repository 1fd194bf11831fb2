using System.Collections.Concurrent;
using Orleans.Ingest.ClickHouse.Embedded.Engine;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>The ids clients gave to what runs now, and how it is found in the engine, which has ids of its own.</summary>
internal sealed class RunningQueries
{
    private readonly ConcurrentDictionary<string, EngineConnection?> _connections = new(StringComparer.Ordinal);

    /// <summary>To be disposed when the query has ended.</summary>
    /// <exception cref="RequestRefusedException">A query of this id runs already.</exception>
    public Entry Begin(string queryId) => _connections.TryAdd(queryId, null)
        ? new(this, queryId)
        : throw new RequestRefusedException($"Code: 216. DB::Exception: Query with id = {queryId} is already running. (QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING)");

    /// <summary>The mark of the connection it runs on, or null if it does not run.</summary>
    public string? MarkOf(string queryId) => _connections.GetValueOrDefault(queryId)?.Mark;

    /// <summary>One running query.</summary>
    internal sealed class Entry(RunningQueries queries, string queryId) : IDisposable
    {
        public void RunsOn(EngineConnection connection) => queries._connections[queryId] = connection;

        public void Dispose() => queries._connections.TryRemove(queryId, out _);
    }
}
