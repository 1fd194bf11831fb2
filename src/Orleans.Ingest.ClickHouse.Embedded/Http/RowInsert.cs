using System.Buffers;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Native;
using Orleans.Ingest.ClickHouse.Embedded.Sql;

namespace Orleans.Ingest.ClickHouse.Embedded.Http;

/// <summary>An INSERT with rows: handed to the engine as they arrive, a piece in memory at a time.</summary>
internal static class RowInsert
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>Completes when the rows are stored. A body that breaks off inserts no block that was not whole.</summary>
    public static async Task<ChdbResult> RunAsync(
        EngineConnection connection, QueryRequest request, Statement statement, InsertStatement insert, Stream body, CancellationToken cancellationToken)
    {
        using var rows = await EngineThread.Run(() =>
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
                if (filled == 0) return await EngineThread.Run(rows.Complete);
                await EngineThread.Run(() => rows.Append(chunk.AsSpan(0, filled)));
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
}
