using Microsoft.Data.Sqlite;

namespace Orleans.Ingest.Server.Storage;

/// <summary>One SQLite file with one connection, used by one caller at a time and away from the grains' scheduler, since SQLite blocks its thread while it syncs.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteConnection _connection;

    /// <summary>Opens the file, made if missing, readable by its owner alone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="statements">Run at once, one after the other: settings, then tables.</param>
    public SqliteFile(string path, params ReadOnlySpan<string> statements)
    {
        if (!File.Exists(path)) PrivateFile.Create(path);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        foreach (var statement in statements) Execute(statement);
    }

    /// <summary>Does work with the file when its turn comes.</summary>
    public async Task RunAsync(Action work)
    {
        await _gate.WaitAsync();
        try
        {
            await Task.Run(work);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Does work in its turn, all of it or nothing, and answers what it found.</summary>
    public async Task<T> InTransactionAsync<T>(Func<T> work)
    {
        T result = default!;
        await RunAsync(() =>
        {
            // Raw statements: commands of the connection need not be told of the transaction.
            Execute("BEGIN IMMEDIATE");
            try
            {
                result = work();
                Execute("COMMIT");
            }
            catch
            {
                Execute("ROLLBACK");
                throw;
            }
        });
        return result;
    }

    /// <summary>A command of the connection, with parameters that have no value yet.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new() { ParameterName = name });
        return command;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _gate.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }
}
