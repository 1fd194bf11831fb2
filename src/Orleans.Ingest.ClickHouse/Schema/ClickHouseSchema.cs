using ClickHouse.Driver;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Rows;

namespace Orleans.Ingest.ClickHouse.Schema;

/// <summary>
/// Makes the tables and brings them up to date, in versioned, additive steps that any number of processes may take at once; tables that are already there,
/// such as Plausible's own, are left as they are and written to as far as their columns go.
/// </summary>
public sealed partial class ClickHouseSchema(ClickHouseConnections connections, IOptions<ClickHouseOptions> options, ILogger<ClickHouseSchema> logger) : IDisposable
{
    private const string MigrationsTable = "ingest_migrations";
    private static readonly string[] _tables = [EventRow.Table, SessionRow.Table, CounterRow.Table, CanaryRow.Table, QuarantineRow.Table];

    private readonly ClickHouseOptions _options = options.Value;
    private readonly TableDialect _dialect = new(options.Value);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile TargetTables? _target;

    /// <summary>True once the tables are known to be there.</summary>
    public bool IsReady => _target is not null;

    /// <summary>When its task completes, the database and its tables exist, are up to date, and their columns are known.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            _target = await MigrateCoreAsync(cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>The tables to write to; migrates first when nobody has yet, or when a statement met other tables than these.</summary>
    internal async ValueTask<TargetTables> ReadyAsync(CancellationToken cancellationToken)
    {
        if (_target is { } known)
        {
            return known;
        }

        await MigrateAsync(cancellationToken);
        return _target ?? throw new InvalidOperationException("The tables changed while they were read; trying again finds them.");
    }

    /// <summary>The tables are not as they were: the next statement looks again.</summary>
    internal void Forget() => _target = null;

    private async Task<TargetTables> MigrateCoreAsync(CancellationToken cancellationToken)
    {
        var client = await connections.GetAsync(cancellationToken);
        await EnsureDatabaseAsync(client, cancellationToken);
        var tables = await ReadTablesAsync(client, cancellationToken);
        if (!tables.Contains(MigrationsTable))
        {
            await ExecuteAsync(client,
                $$"""
                CREATE TABLE IF NOT EXISTS {{MigrationsTable}} {on_cluster} (version UInt32, name String, applied_at DateTime DEFAULT now())
                ENGINE = {replicated}ReplacingMergeTree ORDER BY version
                """, cancellationToken);
        }

        // On a replica that joined later the list of steps says that all is done, and the tables are not there: every step does nothing where it has been done.
        var done = _tables.All(tables.Contains) ? await ReadVersionsAsync(client, cancellationToken) : [];
        foreach (var migration in Migration.All)
        {
            if (done.Remove(migration.Version))
            {
                continue;
            }

            await ExecuteAsync(client, migration.Sql, cancellationToken);
            await ExecuteAsync(client, $"INSERT INTO {MigrationsTable} (version, name) SELECT {migration.Version}, '{migration.Name}'", cancellationToken);
            Log.Migrated(logger, migration.Version, migration.Name);
        }

        if (done.Count > 0)
        {
            Log.TablesAreNewer(logger, done.Max());
        }

        await SetRetentionAsync(client, cancellationToken);
        return await InspectAsync(client, cancellationToken);
    }

    private async Task EnsureDatabaseAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var database = client.Settings.Database;
        var anywhere = new QueryOptions { Database = "default", CustomSettings = _dialect.Settings.ToDictionary() };
        if (database is null or "" or "default")
        {
            return;
        }

        var name = database.Replace("\\", "\\\\").Replace("'", "\\'");
        var found = await client.ExecuteScalarAsync($"SELECT count() FROM system.databases WHERE name = '{name}'", options: anywhere, cancellationToken: cancellationToken);
        if (found is ulong and 0)
        {
            await client.ExecuteNonQueryAsync($"CREATE DATABASE IF NOT EXISTS `{database.Replace("`", "``")}` {_dialect.OnCluster}", options: anywhere, cancellationToken: cancellationToken);
        }
    }

    private async Task ExecuteAsync(ClickHouseClient client, string sql, CancellationToken cancellationToken) =>
        await client.ExecuteNonQueryAsync(_dialect.Fill(sql), options: new QueryOptions { CustomSettings = _dialect.Settings.ToDictionary() }, cancellationToken: cancellationToken);

    private static async Task<HashSet<string>> ReadTablesAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var tables = new HashSet<string>(StringComparer.Ordinal);
        using var reader = await client.ExecuteReaderAsync("SELECT name FROM system.tables WHERE database = currentDatabase()", cancellationToken: cancellationToken);
        while (reader.Read()) tables.Add(reader.GetString(0));
        return tables;
    }

    private static async Task<HashSet<int>> ReadVersionsAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var versions = new HashSet<int>();
        using var reader = await client.ExecuteReaderAsync($"SELECT DISTINCT toInt32(version) FROM {MigrationsTable}", cancellationToken: cancellationToken);
        while (reader.Read())
        {
            versions.Add(reader.GetInt32(0));
        }

        return versions;
    }

    private async Task SetRetentionAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        if (_options.CountersRetentionDays is not { } days)
        {
            return;
        }

        var engine = await client.ExecuteScalarAsync(
            $"SELECT engine_full FROM system.tables WHERE database = currentDatabase() AND name = '{CounterRow.Table}'", cancellationToken: cancellationToken);
        if (engine is not string text || !text.Contains($"toIntervalDay({days})"))
        {
            await ExecuteAsync(client, $$"""ALTER TABLE {{CounterRow.Table}} {on_cluster} MODIFY TTL event_timebucket + toIntervalDay({{days}})""", cancellationToken);
        }
    }

    private async Task<TargetTables> InspectAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var target = new TargetTables(
            RowTarget.Of(EventRow.Version1, await TableColumns.ReadAsync(client, EventRow.Table, cancellationToken)),
            RowTarget.Of(SessionRow.Version1, await TableColumns.ReadAsync(client, SessionRow.Table, cancellationToken)),
            RowTarget.Of(CounterRow.Version1, await TableColumns.ReadAsync(client, CounterRow.Table, cancellationToken)),
            RowTarget.Of(CanaryRow.Version1, await TableColumns.ReadAsync(client, CanaryRow.Table, cancellationToken)),
            RowTarget.Of(QuarantineRow.Version1, await TableColumns.ReadAsync(client, QuarantineRow.Table, cancellationToken)),
            await InsertSettings.ReadAsync(client, _options, cancellationToken));
        foreach (var table in new[] { target.Events, target.Sessions })
        {
            if (!table.HasPosition)
            {
                Log.NoPositions(logger, table.Name);
            }
        }

        await WarnOfShortMemoryAsync(client, cancellationToken);
        if (await client.ExecuteScalarAsync("SELECT timezone()", cancellationToken: cancellationToken) is string zone and not ("UTC" or "Etc/UTC" or "Etc/UCT" or "UCT" or "GMT"))
        {
            Log.NotInUtc(logger, zone);
        }

        return target;
    }

    private async Task WarnOfShortMemoryAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        using var reader = await client.ExecuteReaderAsync(
            $"""
            SELECT name, toUInt64OrZero(extract(engine_full, 'non_replicated_deduplication_window = (\\d+)')), engine LIKE 'Replicated%', engine_full LIKE '%replicated_deduplication_window_seconds%'
            FROM system.tables WHERE database = currentDatabase() AND name IN ('{EventRow.Table}', '{SessionRow.Table}', '{CounterRow.Table}')
            """, cancellationToken: cancellationToken);
        while (reader.Read())
        {
            var (table, window, isReplicated, isLong) = (reader.GetString(0), Convert.ToUInt64(reader.GetValue(1)), Convert.ToBoolean(reader.GetValue(2)), Convert.ToBoolean(reader.GetValue(3)));
            if (isReplicated && !isLong)
            {
                Log.ShortReplicatedMemory(logger, table);
            }
            else if (!isReplicated && window < (ulong)_options.DeduplicationWindow)
            {
                Log.ShortMemory(logger, table, window, _options.DeduplicationWindow);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "ClickHouse tables: step {Version} ({Name}) done.")]
        public static partial void Migrated(ILogger logger, int version, string name);

        [LoggerMessage(2, LogLevel.Warning, "The ClickHouse tables are of version {Version}, newer than this program. Its columns are written; columns it does not know keep their defaults.")]
        public static partial void TablesAreNewer(ILogger logger, int version);

        [LoggerMessage(3, LogLevel.Warning, "Table {Table} has no column ingest_position: a repeated insert is recognised by its deduplication token alone. ALTER TABLE {Table} ADD COLUMN ingest_position UInt64 makes rows recognisable, too.")]
        public static partial void NoPositions(ILogger logger, string table);

        [LoggerMessage(4, LogLevel.Warning, "Table {Table} remembers {Window} deduplication tokens; with less than {Wanted} a repeated insert can land twice. ALTER TABLE {Table} MODIFY SETTING non_replicated_deduplication_window = {Wanted} cures it.")]
        public static partial void ShortMemory(ILogger logger, string table, ulong window, int wanted);

        [LoggerMessage(5, LogLevel.Warning, "Table {Table} remembers deduplication tokens for one hour; an insert repeated after a longer outage can land twice. ALTER TABLE {Table} MODIFY SETTING replicated_deduplication_window_seconds = 604800 cures it.")]
        public static partial void ShortReplicatedMemory(ILogger logger, string table);

        [LoggerMessage(6, LogLevel.Warning, "ClickHouse's time zone is {Zone}, not UTC: around the first of a month one insert may be two parts, and half of it look like all of it. Set <timezone>UTC</timezone>.")]
        public static partial void NotInUtc(ILogger logger, string zone);
    }
}
