using Orleans.Ingest.ClickHouse.Embedded.Engine;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Sessions by user and <c>session_id</c>; each serves one request at a time, as the server's do.</summary>
internal sealed class SessionStore(Func<EngineRole, EngineConnection> open, TimeProvider time) : IDisposable
{
    // Each holds a connection and its temporary tables.
    private const int MaxSessions = 100;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string User, string Id), Session> _sessions = [];

    /// <summary>Takes a session for a request, or begins it. To be given back by <see cref="Return"/>.</summary>
    /// <exception cref="RequestRefusedException">Another request uses it, it is not there but must be, or there are too many.</exception>
    public Session Take(string user, string id, EngineRole role, bool mustExist)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue((user, id), out var session))
            {
                if (session.IsBusy) throw new RequestRefusedException($"Code: 373. DB::Exception: Session {id} is locked by a concurrent client. (SESSION_IS_LOCKED)");
                session.Expiry?.Dispose();
            }
            else
            {
                if (mustExist) throw new RequestRefusedException($"Code: 372. DB::Exception: Session {id} not found. (SESSION_NOT_FOUND)");
                if (_sessions.Count >= MaxSessions)
                    throw new RequestRefusedException($"Code: 700. DB::Exception: {MaxSessions} sessions are open: close some with close_session=1, or give them a shorter session_timeout. (USER_SESSION_LIMIT_EXCEEDED)");
                session = new Session(open(role));
                _sessions.Add((user, id), session);
            }

            session.IsBusy = true;
            return session;
        }
    }

    /// <summary>The request is over; the session ends after <paramref name="timeout"/> without another, or now.</summary>
    public void Return(string user, string id, Session session, TimeSpan timeout, bool close)
    {
        lock (_gate)
        {
            session.IsBusy = false;
            if (close || session.Connection.IsSpent || timeout <= TimeSpan.Zero) Remove((user, id), session);
            else session.Expiry = time.CreateTimer(_ => Expire((user, id), session), null, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values) session.Dispose();
            _sessions.Clear();
        }
    }

    private void Expire((string User, string Id) key, Session session)
    {
        lock (_gate)
        {
            // A request may have taken it while its timer was already firing.
            if (!session.IsBusy && _sessions.GetValueOrDefault(key) == session) Remove(key, session);
        }
    }

    private void Remove((string User, string Id) key, Session session)
    {
        _sessions.Remove(key);
        session.Dispose();
    }
}
