using ClickHouse.Driver;
using Microsoft.Extensions.Logging;

namespace Orleans.Ingest.ClickHouse.Connections;

/// <summary>
/// One of several replicas: the one that was used last, for as long as it answers and takes inserts, else the next that does. Which one it is decides nothing:
/// they share their rows and the memory of deduplication tokens.
/// </summary>
internal sealed partial class ReplicatedEndpoint(IReadOnlyList<string> replicas, TimeProvider time, ILogger<ReplicatedEndpoint> logger) : IClickHouseEndpoint, IDisposable
{
    private static readonly TimeSpan _lookAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly ClickHouseClient[] _clients = [.. replicas.Select(replica => new ClickHouseClient(replica))];
    private long _looked;
    private bool _isHealthy;
    private int _current;

    /// <inheritdoc />
    public async ValueTask<string> GetConnectionStringAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!_isHealthy || time.GetElapsedTime(_looked) >= _lookAgainAfter) await ChooseAsync(cancellationToken);
            // Where none is healthy the statement fails, and its error says why.
            return replicas[_current];
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task ChooseAsync(CancellationToken cancellationToken)
    {
        _isHealthy = false;
        for (var i = 0; i < _clients.Length && !_isHealthy; i++)
        {
            var candidate = (_current + i) % _clients.Length;
            if (await FaultAsync(_clients[candidate], cancellationToken) is { } fault)
            {
                if (i == 0) Log.Unhealthy(logger, candidate + 1, _clients.Length, fault);
                continue;
            }

            if (i > 0) Log.Changed(logger, candidate + 1, _clients.Length);
            (_current, _isHealthy) = (candidate, true);
        }

        _looked = time.GetTimestamp();
    }

    /// <summary>Null for a replica that answers, and whose tables take inserts: without its Keeper a replica is read-only.</summary>
    private static async Task<string?> FaultAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_patience);
        try
        {
            // Not in the database of the tables: it may not be there yet.
            var readOnly = await client.ExecuteScalarAsync("SELECT countIf(is_readonly) FROM system.replicas", options: new QueryOptions { Database = "default" }, cancellationToken: deadline.Token);
            return Convert.ToUInt64(readOnly, System.Globalization.CultureInfo.InvariantCulture) == 0 ? null : "its replicated tables are read-only";
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return error is ClickHouseServerException server ? $"it answers code {server.ErrorCode}" : "it does not answer";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "ClickHouse replica {Number} of {Count} cannot be written to: {Fault}. The next one is tried; nothing is lost.")]
        public static partial void Unhealthy(ILogger logger, int number, int count, string fault);

        [LoggerMessage(2, LogLevel.Information, "ClickHouse replica {Number} of {Count} is written to from now on.")]
        public static partial void Changed(ILogger logger, int number, int count);
    }
}
