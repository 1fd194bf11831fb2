using System.Globalization;
using Microsoft.Data.Sqlite;
using Orleans.Storage;

namespace Orleans.Ingest.Server.Storage;

/// <summary>
/// Grain state in one SQLite file: few grains write seldom (sites, salts), and each write must survive power loss, so every one is
/// synced. Deleted content is overwritten, so that a deleted salt is gone.
/// </summary>
internal sealed class SqliteGrainStorage : IGrainStorage, IAsyncDisposable
{
    private readonly SqliteFile _file;
    private readonly OrleansGrainStorageSerializer _serializer;

    /// <summary>Opens the file, made if missing, readable by its owner alone.</summary>
    public SqliteGrainStorage(string path, OrleansGrainStorageSerializer serializer)
    {
        _serializer = serializer;
        _file = new(
            path,
            "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA secure_delete=ON;",
            "CREATE TABLE IF NOT EXISTS grain_state (name TEXT NOT NULL, grain TEXT NOT NULL, version INTEGER NOT NULL, state BLOB NOT NULL, PRIMARY KEY (name, grain)) WITHOUT ROWID");
    }

    /// <inheritdoc />
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _file.RunAsync(() =>
    {
        using var command = Command("SELECT version, state FROM grain_state WHERE name = $name AND grain = $grain", stateName, grainId);
        using var reader = command.ExecuteReader();
        if (reader.Read())
        {
            grainState.State = _serializer.Deserialize<T>(new BinaryData((byte[])reader["state"]));
            (grainState.ETag, grainState.RecordExists) = (reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), true);
        }
        else
        {
            (grainState.ETag, grainState.RecordExists) = (null, false);
        }
    });

    /// <inheritdoc />
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _file.RunAsync(() =>
    {
        var known = VersionOf(grainState.ETag);
        using var command = Command(
            """
            INSERT INTO grain_state (name, grain, version, state) SELECT $name, $grain, 1, $state WHERE $known = 0
              ON CONFLICT DO NOTHING;
            UPDATE grain_state SET version = version + 1, state = $state WHERE name = $name AND grain = $grain AND version = $known AND $known > 0;
            """,
            stateName,
            grainId);
        command.Parameters.AddWithValue("$known", known);
        command.Parameters.AddWithValue("$state", _serializer.Serialize(grainState.State).ToArray());
        RequireOne(command.ExecuteNonQuery(), stateName, grainId, grainState.ETag);
        (grainState.ETag, grainState.RecordExists) = ((known + 1).ToString(CultureInfo.InvariantCulture), true);
    });

    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => _file.RunAsync(() =>
    {
        if (grainState.RecordExists)
        {
            using var command = Command("DELETE FROM grain_state WHERE name = $name AND grain = $grain AND version = $known", stateName, grainId);
            command.Parameters.AddWithValue("$known", VersionOf(grainState.ETag));
            RequireOne(command.ExecuteNonQuery(), stateName, grainId, grainState.ETag);
        }

        (grainState.ETag, grainState.RecordExists) = (null, false);
    });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static long VersionOf(string? etag) => etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture);

    private static void RequireOne(int rows, string stateName, GrainId grainId, string? etag)
    {
        if (rows != 1) throw new InconsistentStateException($"The state '{stateName}' of {grainId} was written by another activation since version {etag ?? "0"}.");
    }

    private SqliteCommand Command(string sql, string stateName, GrainId grainId)
    {
        var command = _file.Command(sql);
        command.Parameters.AddWithValue("$name", stateName);
        command.Parameters.AddWithValue("$grain", grainId.ToString());
        return command;
    }
}
