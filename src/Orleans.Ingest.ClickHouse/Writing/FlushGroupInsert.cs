using ClickHouse.Driver;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Schema;

namespace Orleans.Ingest.ClickHouse.Writing;

/// <summary>
/// Puts a flush group into ClickHouse exactly once, however often it is asked to: events, then sessions, then counters; one insert per table and partition,
/// one block each, under a token made of the group's positions, and only when its rows are not there yet. Stop 8 of 8, with the writer's grain.
/// </summary>
public sealed partial class FlushGroupInsert(
    ClickHouseConnections connections, ClickHouseSchema schema, IOptions<ClickHouseOptions> options, TimeProvider time, ILogger<FlushGroupInsert> logger)
{
    private const string WholeTable = "all";

    private readonly TimeSpan _timeout = options.Value.InsertTimeout;

    /// <summary>When its task completes, the whole group is in all tables, and may be committed.</summary>
    /// <exception cref="ClickHouseUnavailableException">Not now, or not known: try the same group again.</exception>
    /// <exception cref="RowsRefusedException">Never: these rows are refused themselves.</exception>
    public async Task<InsertedRows> InsertAsync(GroupRows group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (group.SchemaVersion > ChunkPayloadWriter.SchemaVersion)
        {
            throw new ClickHouseUnavailableException(
                $"Flush group {group.First}-{group.Last} of queue {group.Queue} is of schema version {group.SchemaVersion}; this program writes up to {ChunkPayloadWriter.SchemaVersion}. A newer one has to take it.",
                $"it was encoded by a newer version (schema {group.SchemaVersion}): start that one");
        }

        using var deadline = new CancellationTokenSource(_timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await InsertTablesAsync(group, new GroupContents(group), stop.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            if (InsertErrors.TablesChanged(error))
            {
                schema.Forget();
            }

            throw InsertErrors.Translate(error, group);
        }
    }

    private async Task<InsertedRows> InsertTablesAsync(GroupRows group, GroupContents contents, CancellationToken cancellationToken)
    {
        var tables = await schema.ReadyAsync(cancellationToken);
        long events = 0, sessions = 0;
        foreach (var month in contents.EventMonths)
        {
            events += await InsertPartitionAsync(group, contents, ChunkSection.Events, month, tables, cancellationToken);
        }

        foreach (var month in contents.SessionMonths)
        {
            sessions += await InsertPartitionAsync(group, contents, ChunkSection.Sessions, month, tables, cancellationToken);
        }

        var counters = contents.Counters;
        await PostWholeAsync(group, tables.Counters, counters.Count, counters.WriteTo, tables.Settings, cancellationToken);
        await PostWholeAsync(group, tables.Canaries, counters.Canaries.Count, counters.WriteCanariesTo, tables.Settings, cancellationToken);
        await PostWholeAsync(group, tables.Quarantine, counters.Kept.Count, counters.WriteKeptTo, tables.Settings, cancellationToken);
        contents.SessionEnds.GiveBack();
        return new(events, sessions, counters.Count) { ClientIds = counters.ClientIds, HasLateEvents = contents.HasLateEvents };
    }

    /// <summary>Rows of a table without partitions and positions: the token alone guards them.</summary>
    private async Task PostWholeAsync(GroupRows group, RowTarget table, int count, Action<NativeBlock> write, InsertSettings settings, CancellationToken cancellationToken)
    {
        if (count == 0) return;
        using var block = table.NewBlock();
        write(block);
        await PostAsync(table, group.TokenOf(table.Name, WholeTable), settings, block.WriteToAsync, cancellationToken);
    }

    private async Task<long> InsertPartitionAsync(GroupRows group, GroupContents contents, ChunkSection section, int month, TargetTables tables, CancellationToken cancellationToken)
    {
        var table = section == ChunkSection.Events ? tables.Events : tables.Sessions;
        var client = await connections.GetAsync(cancellationToken);
        if (await PresenceCheck.IsThereAsync(client, tables, table, group, month, cancellationToken))
        {
            Log.AlreadyThere(logger, group.First, group.Last, group.Queue, table.Name, month);
            return 0;
        }

        var rows = new PartitionRows(contents, section, month, table);
        await PostAsync(table, group.TokenOf(table.Name, $"{month}"), tables.Settings, rows.WriteToAsync, cancellationToken);
        return rows.Written;
    }

    private async Task PostAsync(RowTarget table, string token, InsertSettings settings, Func<Stream, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        var client = await connections.GetAsync(cancellationToken);
        // The token guards against a statement that is still running when the next try asks whether its rows are there: it ends long before the token is forgotten.
        var query = new QueryOptions { CustomSettings = settings.With(token), MaxExecutionTime = _timeout };
        using var response = await client.PostStreamAsync($"INSERT INTO {table.Name} ({table.ColumnList}) FORMAT Native", body, isCompressed: false, cancellationToken, query);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Flush group {First}-{Last} of queue {Queue} is already in {Table}, partition {Month}: not inserted again.")]
        public static partial void AlreadyThere(ILogger logger, ulong first, ulong last, int queue, string table, int month);
    }
}
