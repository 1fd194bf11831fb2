using System.Buffers;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>Runs one request's statement on a connection of its user's role.</summary>
internal sealed class QueryExecution(ClickHouseEngine engine)
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>The finished result; the connection is already back in its pool. Throws the engine's error.</summary>
    public async Task<QueryOutcome> RunAsync(QueryRequest request, EngineRole role, Stream body, CancellationToken cancellationToken)
    {
        var statement = await Statement.ReadAsync(request.Query, body, cancellationToken);
        RefuseByForm(request, role, statement);

        var connections = engine.Connections(role);
        var connection = await connections.RentAsync(cancellationToken);
        try
        {
            if (statement.Insert is { } insert)
                return new(await InsertAsync(connection, request, statement, insert, body, cancellationToken), request.Format);
            var result = await OnThreadOfItsOwn(() => Query(connection, request, statement.Sql.Span));
            return new(result, OutputFormat.Of(statement.Sql.Span, request.Format));
        }
        finally
        {
            connections.Return(connection);
        }
    }

    private static void RefuseByForm(QueryRequest request, EngineRole role, Statement statement)
    {
        if (role == EngineRole.Reader && ReaderRules.Refusal(request.Settings, request.User) is { } refusal) throw new RequestRefusedException(refusal);
        if (statement.Insert is null) return;
        if (role == EngineRole.Reader || request.MustNotWrite)
            throw new RequestRefusedException($"Code: 164. DB::Exception: {request.User}: Cannot execute query in readonly mode. (READONLY)");
        if (statement.Insert.HasSelect)
            throw new RequestRefusedException("Code: 48. DB::Exception: INSERT … SELECT … FROM input() with rows behind it is not supported by the embedded engine: insert the rows without SELECT. (NOT_IMPLEMENTED)");
    }

    private static ChdbResult Query(EngineConnection connection, QueryRequest request, ReadOnlySpan<byte> sql)
    {
        connection.Apply(request.Database, request.Settings);
        var analysis = connection.Classify(sql);
        if (connection.Role == EngineRole.Reader && ReaderRules.Refusal(sql, analysis, request.User) is { } refusal) throw new RequestRefusedException(refusal);
        if (analysis.Count > 1 || (analysis.Class == StatementClass.Unknown && StatementCount.MayBeMany(sql)))
            throw new RequestRefusedException("Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed). (SYNTAX_ERROR)");
        if (request.MustNotWrite && analysis.Class is not (StatementClass.ReadOnly or StatementClass.Unknown))
        {
            throw new RequestRefusedException($"Code: 164. DB::Exception: {request.User}: Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly. You should use method POST for modifying queries. (READONLY)");
        }

        // SET, USE and temporary tables stay with the session.
        connection.IsSpent = analysis.Class is StatementClass.Control or StatementClass.Unknown;
        return connection.Query(sql, request.Format, request.Parameters);
    }

    private static async Task<ChdbResult> InsertAsync(
        EngineConnection connection, QueryRequest request, Statement statement, InsertStatement insert, Stream body, CancellationToken cancellationToken)
    {
        using var rows = await OnThreadOfItsOwn(() =>
        {
            connection.Apply(request.Database, request.Settings);
            var begun = connection.Insert(statement.Sql.Span, insert.Format, request.Parameters);
            if (!statement.FirstRows.IsEmpty) AppendOrDispose(begun, statement.FirstRows.Span);
            return begun;
        });

        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (true)
            {
                var filled = await body.ReadAtLeastAsync(chunk.AsMemory(0, ChunkBytes), ChunkBytes, throwOnEndOfStream: false, cancellationToken);
                if (filled == 0) return await OnThreadOfItsOwn(rows.Complete);
                await OnThreadOfItsOwn(() =>
                {
                    rows.Append(chunk.AsSpan(0, filled));
                    return true;
                });
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static void AppendOrDispose(ChdbInsert insert, ReadOnlySpan<byte> rows)
    {
        try
        {
            insert.Append(rows);
        }
        catch
        {
            insert.Dispose();
            throw;
        }
    }

    // The engine's calls block, for as long as a query runs: never on the thread pool, whose threads answer other requests.
    private static Task<T> OnThreadOfItsOwn<T>(Func<T> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
