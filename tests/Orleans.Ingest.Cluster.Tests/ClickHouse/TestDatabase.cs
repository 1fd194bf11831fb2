using ClickHouse.Driver;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.ClickHouse;
using Orleans.Ingest.ClickHouse.Books;
using Orleans.Ingest.ClickHouse.Connections;
using Orleans.Ingest.ClickHouse.Mutations;
using Orleans.Ingest.ClickHouse.Ordering;
using Orleans.Ingest.ClickHouse.Queries;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.ClickHouse.Writing;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

/// <summary>A database of its own for one test, and a process's services over it.</summary>
public sealed class TestDatabase : IDisposable
{
    private static int s_databases;

    private readonly ServiceProvider _services;

    public TestDatabase(ChdbServer server, string? name = null, Action<ClickHouseOptions>? configure = null)
    {
        Name = name ?? $"test_{Interlocked.Increment(ref s_databases)}";
        ConnectionString = server.ConnectionString(Name);
        Client = new ClickHouseClient(ConnectionString);
        var services = new ServiceCollection().AddLogging().AddClickHouse(options => options.ConnectionString = ConnectionString);
        services.Configure(configure ?? (_ => { }));
        _services = services.BuildServiceProvider();
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public ClickHouseClient Client { get; }

    public ClickHouseConnections Connections => _services.GetRequiredService<ClickHouseConnections>();

    public ClickHouseSchema Schema => _services.GetRequiredService<ClickHouseSchema>();

    public ClickHouseQueries Queries => _services.GetRequiredService<ClickHouseQueries>();

    public TableMutations Mutations => _services.GetRequiredService<TableMutations>();

    public StoredVisits Visits => _services.GetRequiredService<StoredVisits>();

    public Ledger Books => _services.GetRequiredService<Ledger>();

    public FlushGroupInsert Insert => _services.GetRequiredService<FlushGroupInsert>();

    /// <summary>Runs a statement in this database.</summary>
    public Task ExecuteAsync(string sql) => Client.ExecuteNonQueryAsync(sql);

    /// <summary>Makes the database, for tests that bring their own tables.</summary>
    public Task CreateAsync() => Client.ExecuteNonQueryAsync($"CREATE DATABASE {Name}", options: new QueryOptions { Database = "default" });

    /// <summary>The only value of a statement.</summary>
    public async Task<T> ValueAsync<T>(string sql) => (T)await Client.ExecuteScalarAsync(sql);

    /// <summary>The first column of a statement's rows.</summary>
    public async Task<List<string>> LinesAsync(string sql)
    {
        using var reader = await Client.ExecuteReaderAsync(sql);
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(Convert.ToString(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        }

        return lines;
    }

    public void Dispose()
    {
        Client.Dispose();
        _services.Dispose();
    }
}
