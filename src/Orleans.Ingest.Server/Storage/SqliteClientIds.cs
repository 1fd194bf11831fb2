using Microsoft.Data.Sqlite;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;

namespace Orleans.Ingest.Server.Storage;

/// <summary>Clients' own ids in one SQLite file, for the mode that has everything in one directory.</summary>
internal sealed class SqliteClientIds : IClientIdStore, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private long _expiredAt;

    /// <summary>Opens the file, made if missing, readable by its owner alone.</summary>
    public SqliteClientIds(string path, TimeProvider time)
    {
        _time = time;
        if (!File.Exists(path)) PrivateFile.Create(path);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        Execute("CREATE TABLE IF NOT EXISTS client_ids (id BLOB NOT NULL PRIMARY KEY, claim BLOB NOT NULL, hour INTEGER NOT NULL) WITHOUT ROWID");
        Execute("CREATE INDEX IF NOT EXISTS client_ids_by_hour ON client_ids (hour)");
    }

    private long Hour => _time.GetUtcNow().ToUnixTimeSeconds() / 3600;

    /// <inheritdoc />
    public Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims) => InTransaction<IReadOnlyList<ClientIdClaim?>>(() =>
    {
        Expire();
        using var insert = Command("INSERT INTO client_ids (id, claim, hour) VALUES ($id, $claim, $hour) ON CONFLICT DO NOTHING", "$id", "$claim", "$hour");
        using var read = Command("SELECT claim FROM client_ids WHERE id = $id", "$id");
        insert.Parameters["$hour"].Value = Hour;
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

    private void Expire()
    {
        var hour = Hour;
        if (_expiredAt == hour) return;
        using var delete = Command("DELETE FROM client_ids WHERE hour < $hour", "$hour");
        delete.Parameters["$hour"].Value = hour - (long)IClientIdStore.Retention.TotalHours;
        delete.ExecuteNonQuery();
        _expiredAt = hour;
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
