using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Runs one request's statement: on a connection of its user's role, or on its session's.</summary>
internal sealed class QueryExecution(ClickHouseEngine engine, TimeProvider time) : IDisposable
{
    // Between two tries to cancel: a query that is only beginning is not in the engine's list yet.
    private static readonly TimeSpan KillAgain = TimeSpan.FromMilliseconds(50);
    private readonly RunningQueries _running = new();
    private readonly SessionStore _sessions = new(role => engine.Connections(role).Open(keepsState: true), time);

    /// <summary>Completes when the answer is whole; throws the engine's error. The statement is over in either case.</summary>
    /// <param name="request">What the query string says.</param>
    /// <param name="role">What its user may do.</param>
    /// <param name="body">The statement's rest, and rows.</param>
    /// <param name="answer">Takes the result.</param>
    /// <param name="left">Set when the client is gone: a statement that only reads is cancelled then.</param>
    public async Task RunAsync(QueryRequest request, EngineRole role, Stream body, Answer answer, CancellationToken left)
    {
        using var entry = _running.Begin(request.QueryId);
        var statement = await Statement.ReadAsync(request.Query, body, left);
        RefuseByForm(request, role, statement);
        if (request.SessionId is not { } id)
        {
            await RunOnAsync(null, request, role, statement, body, answer, entry, left);
            return;
        }

        var session = _sessions.Take(request.User, id, role, request.SessionMustExist);
        try
        {
            await RunOnAsync(session.Connection, request, role, statement, body, answer, entry, left);
        }
        finally
        {
            _sessions.Return(request.User, id, session, request.SessionTimeout, request.ClosesSession);
        }
    }

    public void Dispose() => _sessions.Dispose();

    private async Task RunOnAsync(
        EngineConnection? own, QueryRequest request, EngineRole role, Statement statement, Stream body, Answer answer, RunningQueries.Entry entry, CancellationToken left)
    {
        using var lease = await engine.Connections(role).RentAsync(own, left);
        var connection = lease.Connection;
        entry.RunsOn(connection);
        if (statement.Insert is { } insert)
        {
            using var written = await RowInsert.RunAsync(connection, request, statement, insert, body, left);
            await answer.CompleteAsync(QueryStatistics.Of(written));
            return;
        }

        var analysis = await EngineThread.Run(() => Prepare(connection, request, statement.Sql.Span));
        answer.Format = OutputFormat.Of(statement.Sql.Span, request.Format);
        if (role == EngineRole.Owner && KillStatement.QueryId(statement.Sql.Span) is { } killed)
        {
            if (_running.MarkOf(killed) is { } mark) await engine.KillAsync(mark);
            await answer.CompleteAsync(default);
        }
        else if (analysis is { Class: StatementClass.ReadOnly, Count: 1 })
        {
            await ReadAsync(connection, request, statement.Sql, answer, left);
        }
        else
        {
            // SET, USE and temporary tables stay with the session. As on a server, what writes goes on to its end without its client.
            connection.IsSpent = analysis.Class is StatementClass.Control or StatementClass.Unknown;
            using var result = await EngineThread.Run(() => connection.Query(statement.Sql.Span, request.Format, request.Parameters));
            await GiveAsync(result, answer);
        }
    }

    private async Task ReadAsync(EngineConnection connection, QueryRequest request, ReadOnlyMemory<byte> sql, Answer answer, CancellationToken left)
    {
        using var pipe = new ResultPipe();
        if (StreamedSelect.Into(sql.Span, request.Format, pipe.Path) is not { } streamed)
        {
            using var whole = await UntilLeftAsync(connection, EngineThread.Run(() => connection.Query(sql.Span, request.Format, request.Parameters)), left);
            await GiveAsync(whole, answer);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(left);
        var reading = EngineThread.Run(() => pipe.ReadAll(piece => answer.WriteAsync(piece).GetAwaiter().GetResult()));
        _ = reading.ContinueWith(_ => CancelUnlessDisposed(over), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        ChdbResult? result = null;
        try
        {
            result = await UntilLeftAsync(connection, EngineThread.Run(() => connection.Query(streamed, request.Format, request.Parameters)), over.Token);
        }
        finally
        {
            pipe.EndWriting();
            await reading.ConfigureAwait(result is null ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
        }

        using (result) await answer.CompleteAsync(QueryStatistics.Of(result));
    }

    private static async Task GiveAsync(ChdbResult result, Answer answer)
    {
        await using (var content = result.OpenRead())
        {
            var piece = new byte[Math.Clamp(result.Length, 1, 128 * 1024)];
            while (await content.ReadAsync(piece) is var read and > 0) await answer.WriteAsync(piece.AsMemory(0, read));
        }

        await answer.CompleteAsync(QueryStatistics.Of(result));
    }

    // The connection can only be given back when its statement is over, so the end is awaited also of what was cancelled.
    private async Task<ChdbResult> UntilLeftAsync(EngineConnection connection, Task<ChdbResult> query, CancellationToken left)
    {
        await ((Task)query).WaitAsync(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        while (!query.IsCompleted)
        {
            await engine.KillAsync(connection.Mark);
            await ((Task)query).WaitAsync(KillAgain, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await query;
    }

    private StatementAnalysis Prepare(EngineConnection connection, QueryRequest request, ReadOnlySpan<byte> sql)
    {
        connection.Apply(request.Database, request.Settings);
        var analysis = connection.Classify(sql);
        if (connection.Role == EngineRole.Reader && ReaderRules.Refusal(sql, analysis, request.User, engine.ReaderLimits) is { } refusal) throw new RequestRefusedException(refusal);
        if (analysis.Count > 1 || (analysis.Class == StatementClass.Unknown && StatementCount.MayBeMany(sql)))
            throw new RequestRefusedException("Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)");
        if (request.MustNotWrite && analysis.Class is not (StatementClass.ReadOnly or StatementClass.Unknown))
        {
            throw new RequestRefusedException($"Code: 164. DB::Exception: {request.User}: Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly. You should use method POST for modifying queries. (READONLY)");
        }

        return analysis;
    }

    private void RefuseByForm(QueryRequest request, EngineRole role, Statement statement)
    {
        if (role == EngineRole.Reader && ReaderRules.Refusal(request.Settings, request.User, engine.ReaderLimits) is { } refusal) throw new RequestRefusedException(refusal);
        if (statement.Insert is null) return;
        if (role == EngineRole.Reader || request.MustNotWrite)
            throw new RequestRefusedException($"Code: 164. DB::Exception: {request.User}: Cannot execute query in readonly mode. (READONLY)");
        if (statement.Insert.HasSelect)
            throw new RequestRefusedException("Code: 48. DB::Exception: INSERT … SELECT … FROM input() with rows behind it is not supported by the embedded engine: insert the rows without SELECT. (NOT_IMPLEMENTED)");
    }

    private static void CancelUnlessDisposed(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The query has ended in the meantime.
        }
    }
}
