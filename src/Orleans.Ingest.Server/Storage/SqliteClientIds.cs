using Microsoft.Data.Sqlite;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;

namespace Orleans.Ingest.Server.Storage;

/// <summary>Clients' own ids in one SQLite file, for the mode that has everything in one directory.</summary>
internal sealed class SqliteClientIds : IClientIdStore, IAsyncDisposable
{
    private const int Slices = 256;

    /// <summary>One statement takes so many rows: most of a small one's cost is not SQLite's.</summary>
    private const int RowsAtOnce = 50;

    // Longer than an id, so behind them all.
    private static readonly byte[] _end = [.. Enumerable.Repeat((byte)255, 17)];

    private readonly SqliteFile _file;
    private readonly SqliteCommand _insertMany;
    private readonly SqliteCommand _confirmMany;
    private readonly TimeProvider _time;
    private int _expired = -1;

    /// <summary>Opens the file, made if missing, readable by its owner alone.</summary>
    public SqliteClientIds(string path, TimeProvider time)
    {
        _time = time;
        _file = new(
            path,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;",
            "CREATE TABLE IF NOT EXISTS client_ids (id BLOB NOT NULL PRIMARY KEY, claim BLOB NOT NULL, hour INTEGER NOT NULL) WITHOUT ROWID");
        (_insertMany, _confirmMany) = (InsertCommand(RowsAtOnce), ConfirmCommand(RowsAtOnce));
    }

    private long Oldest => Hour - (long)IClientIdStore.Retention.TotalHours;

    private long Hour => _time.GetUtcNow().ToUnixTimeSeconds() / 3600;

    /// <inheritdoc />
    public Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims) => _file.InTransactionAsync<IReadOnlyList<ClientIdClaim?>>(() =>
    {
        Expire();
        var kept = new List<ClientIdClaim?>(claims.Count);
        foreach (var some in claims.Chunk(RowsAtOnce))
        {
            var taken = Insert(some);
            // A claim that was not taken is for an id that is known.
            foreach (var claim in some) kept.Add(taken.Contains(claim.EventId.Request) ? claim : Find(claim.ClientId));
        }

        return kept;
    });

    /// <inheritdoc />
    public Task<bool> RenewAsync(ClientIdClaim kept, ClientIdClaim renewed) => _file.InTransactionAsync(() =>
    {
        using var update = _file.Command("UPDATE client_ids SET claim = $renewed WHERE id = $id AND claim = $kept", "$id", "$kept", "$renewed");
        update.Parameters["$id"].Value = ClientIdClaimCodec.Key(kept.ClientId);
        update.Parameters["$kept"].Value = ClientIdClaimCodec.Encode(kept);
        update.Parameters["$renewed"].Value = ClientIdClaimCodec.Encode(renewed);
        return update.ExecuteNonQuery() == 1;
    });

    /// <inheritdoc />
    public Task ConfirmAsync(IReadOnlyCollection<ClientId> ids) => _file.InTransactionAsync(() =>
    {
        foreach (var some in ids.Chunk(RowsAtOnce))
        {
            using var few = some.Length == RowsAtOnce ? null : ConfirmCommand(some.Length);
            var update = few ?? _confirmMany;
            for (var i = 0; i < some.Length; i++) update.Parameters[i].Value = ClientIdClaimCodec.Key(some[i]);
            update.ExecuteNonQuery();
        }

        return true;
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _insertMany.DisposeAsync();
        await _confirmMany.DisposeAsync();
        await _file.DisposeAsync();
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
            using var delete = _file.Command("DELETE FROM client_ids WHERE id >= $from AND id < $to AND hour < $hour", "$from", "$to", "$hour");
            delete.Parameters["$from"].Value = new[] { (byte)_expired };
            delete.Parameters["$to"].Value = _expired == Slices - 1 ? _end : [(byte)(_expired + 1)];
            delete.Parameters["$hour"].Value = Oldest;
            delete.ExecuteNonQuery();
        }
    }

    /// <summary>Keeps the claims whose ids are new, or forgotten; answers which.</summary>
    private HashSet<ulong> Insert(ClientIdClaim[] claims)
    {
        using var few = claims.Length == RowsAtOnce ? null : InsertCommand(claims.Length);
        var insert = few ?? _insertMany;
        for (var i = 0; i < claims.Length; i++)
        {
            insert.Parameters[2 * i].Value = ClientIdClaimCodec.Key(claims[i].ClientId);
            insert.Parameters[(2 * i) + 1].Value = ClientIdClaimCodec.Encode(claims[i]);
        }

        (insert.Parameters["$hour"].Value, insert.Parameters["$oldest"].Value) = (Hour, Oldest);
        var taken = new HashSet<ulong>(claims.Length);
        using var reader = insert.ExecuteReader();
        while (reader.Read()) taken.Add(ClientIdClaimCodec.Decode(default, reader.GetFieldValue<byte[]>(0))!.EventId.Request);
        return taken;
    }

    private ClientIdClaim? Find(ClientId id)
    {
        using var read = _file.Command("SELECT claim FROM client_ids WHERE id = $id", "$id");
        read.Parameters["$id"].Value = ClientIdClaimCodec.Key(id);
        return ClientIdClaimCodec.Decode(id, (byte[])read.ExecuteScalar()!);
    }

    private SqliteCommand InsertCommand(int rows) => _file.Command(
        $"INSERT INTO client_ids (id, claim, hour) VALUES {List(rows, i => $"($id{i},$claim{i},$hour)")} ON CONFLICT DO UPDATE SET claim = excluded.claim, hour = excluded.hour WHERE hour < $oldest RETURNING claim",
        [.. Enumerable.Range(0, rows).SelectMany(i => new[] { $"$id{i}", $"$claim{i}" }), "$hour", "$oldest"]);

    private SqliteCommand ConfirmCommand(int rows) => _file.Command(
        $"UPDATE client_ids SET claim = x'' WHERE id IN ({List(rows, i => $"$id{i}")}) AND claim <> x''", [.. Enumerable.Range(0, rows).Select(i => $"$id{i}")]);

    private static string List(int count, Func<int, string> one) => string.Join(',', Enumerable.Range(0, count).Select(one));
}
