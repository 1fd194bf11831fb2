using Microsoft.Data.Sqlite;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;

namespace Orleans.Ingest.Server.Storage;

/// <summary>Clients' own ids in one SQLite file, for the mode that has everything in one directory.</summary>
internal sealed class SqliteClientIds : IClientIdStore, IAsyncDisposable
{
    private const int Slices = 256;

    // Longer than an id, so behind them all.
    private static readonly byte[] _end = [.. Enumerable.Repeat((byte)255, 17)];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private int _expired = -1;

    /// <summary>Opens the file, made if missing, readable by its owner alone.</summary>
    public SqliteClientIds(string path, TimeProvider time)
    {
        _time = time;
        if (!File.Exists(path)) PrivateFile.Create(path);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Execute("CREATE TABLE IF NOT EXISTS client_ids (id BLOB NOT NULL PRIMARY KEY, claim BLOB NOT NULL, hour INTEGER NOT NULL) WITHOUT ROWID");
    }

    private long Oldest => Hour - (long)IClientIdStore.Retention.TotalHours;

    private long Hour => _time.GetUtcNow().ToUnixTimeSeconds() / 3600;

    /// <inheritdoc />
    public Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims) => InTransaction<IReadOnlyList<ClientIdClaim?>>(() =>
    {
        Expire();
        using var insert = Command(
            "INSERT INTO client_ids (id, claim, hour) VALUES ($id, $claim, $hour) ON CONFLICT DO UPDATE SET claim = $claim, hour = $hour WHERE hour < $oldest", "$id", "$claim", "$hour", "$oldest");
        using var read = Command("SELECT claim FROM client_ids WHERE id = $id", "$id");
        (insert.Parameters["$hour"].Value, insert.Parameters["$oldest"].Value) = (Hour, Oldest);
        var kept = new ClientIdClaim?[claims.Count];
        for (var i = 0; i < kept.Length; i++)
        {
            var key = ClientIdClaimCodec.Key(claims[i].ClientId);
            (insert.Parameters["$id"].Value, insert.Parameters["$claim"].Value, read.Parameters["$id"].Value) = (key, ClientIdClaimCodec.Encode(claims[i]), key);
            kept[i] = insert.ExecuteNonQuery() == 1 ? claims[i] : ClientIdClaimCodec.Decode(claims[i].ClientId, (byte[])read.ExecuteScalar()!);
        }

        return kept;
    });

    /// <inheritdoc />
    public Task<bool> RenewAsync(ClientIdClaim kept, ClientIdClaim renewed) => InTransaction(() =>
    {
        using var update = Command("UPDATE client_ids SET claim = $renewed WHERE id = $id AND claim = $kept", "$id", "$kept", "$renewed");
        update.Parameters["$id"].Value = ClientIdClaimCodec.Key(kept.ClientId);
        update.Parameters["$kept"].Value = ClientIdClaimCodec.Encode(kept);
        update.Parameters["$renewed"].Value = ClientIdClaimCodec.Encode(renewed);
        return update.ExecuteNonQuery() == 1;
    });

    /// <inheritdoc />
    public Task ConfirmAsync(IReadOnlyCollection<ClientId> ids) => InTransaction(() =>
    {
        using var update = Command("UPDATE client_ids SET claim = x'' WHERE id = $id AND claim <> x''", "$id");
        foreach (var id in ids)
        {
            update.Parameters["$id"].Value = ClientIdClaimCodec.Key(id);
            update.ExecuteNonQuery();
        }

        return true;
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _gate.Dispose();
    }

    /// <summary>
    /// Deletes the old ids of a slice now and then, of all slices in an hour: an index by age would double what a claim costs, and looking through all of a large file
    /// at once would hold up everybody.
    /// </summary>
    private void Expire()
    {
        var slice = (int)(_time.GetUtcNow().ToUnixTimeSeconds() % 3600 * Slices / 3600);
        if (_expired < 0) _expired = slice;
        while (_expired != slice)
        {
            _expired = (_expired + 1) % Slices;
            using var delete = Command("DELETE FROM client_ids WHERE id >= $from AND id < $to AND hour < $hour", "$from", "$to", "$hour");
            delete.Parameters["$from"].Value = new[] { (byte)_expired };
            delete.Parameters["$to"].Value = _expired == Slices - 1 ? _end : [(byte)(_expired + 1)];
            delete.Parameters["$hour"].Value = Oldest;
            delete.ExecuteNonQuery();
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters) command.Parameters.Add(new() { ParameterName = name });
        return command;
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    // SQLite blocks its thread while it syncs: away from the grains' scheduler, one at a time.
    private async Task<T> InTransaction<T>(Func<T> work)
    {
        await _gate.WaitAsync();
        try
        {
            return await Task.Run(() =>
            {
                // A raw one: commands of the connection need not be told of it.
                Execute("BEGIN IMMEDIATE");
                try
                {
                    var result = work();
                    Execute("COMMIT");
                    return result;
                }
                catch
                {
                    Execute("ROLLBACK");
                    throw;
                }
            });
        }
        finally
        {
            _gate.Release();
        }
    }
}
