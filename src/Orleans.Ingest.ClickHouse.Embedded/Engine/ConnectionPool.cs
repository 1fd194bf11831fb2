using System.Collections.Concurrent;

namespace Orleans.Ingest.ClickHouse.Embedded.Engine;

/// <summary>
/// Connections of one role: at most <c>limit</c> run statements at a time, the others wait. Opening one costs about half a
/// millisecond, and a moment without the runtime's signal handlers, so they are kept.
/// </summary>
internal sealed class ConnectionPool(IReadOnlyList<string> arguments, EngineRole role, IReadOnlyDictionary<string, string> settings, int limit, ReaderPace? pace = null) : IDisposable
{
    private const int MaxWaiting = 1000;
    private readonly ConcurrentBag<EngineConnection> _idle = [];
    private readonly SemaphoreSlim _free = new(limit, limit);
    private int _waiting;

    public int Lent => limit - _free.CurrentCount;

    public StatementLoad Load => new(Lent, Volatile.Read(ref _waiting));

    /// <summary>A connection to be given back by disposing the lease.</summary>
    /// <param name="own">A session's connection, to be used instead of one of the pool's; it does not go into the pool.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestRefusedException">Too many wait already.</exception>
    public async Task<ConnectionLease> RentAsync(EngineConnection? own, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new RequestRefusedException($"Code: 202. DB::Exception: Too many simultaneous queries: {limit} run and {MaxWaiting} wait. (TOO_MANY_SIMULTANEOUS_QUERIES)");
        }

        IDisposable? turn = null;
        try
        {
            if (pace is not null) turn = await pace.TakeTurnAsync(cancellationToken);
            await _free.WaitAsync(cancellationToken);
        }
        catch
        {
            turn?.Dispose();
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            return new(this, own ?? (_idle.TryTake(out var connection) ? connection : Open(keepsState: false)), turn);
        }
        catch
        {
            _free.Release();
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>A connection for a session, to be disposed by it.</summary>
    public EngineConnection Open(bool keepsState) => new(arguments, role, settings) { KeepsState = keepsState };

    /// <summary>Called by the lease.</summary>
    public void Return(EngineConnection connection)
    {
        var isAsBefore = connection.Reset();
        if (connection.KeepsState) connection.IsSpent = !isAsBefore;
        else if (isAsBefore) _idle.Add(connection);
        else connection.Dispose();
        _free.Release();
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _free.Dispose();
    }
}
