using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Dashboard;

/// <summary><see cref="DashboardTraffic"/> as the service writes it into tables of each shape, once for all questions.</summary>
public sealed class DashboardTables(ChdbServer server) : IAsyncDisposable
{
    private readonly Lazy<Task<TestDatabase>> _own = new(() => WrittenAsync(server, database => database.Schema.MigrateAsync(TestContext.Current.CancellationToken)));
    private readonly Lazy<Task<TestDatabase>> _plausible = new(() => WrittenAsync(server, PlausibleTables.CreateAsync));
    private readonly HttpClient _client = new();

    /// <summary>Tables made by the service.</summary>
    public Task<TestDatabase> OwnAsync() => _own.Value;

    /// <summary>Tables that Plausible made.</summary>
    public Task<TestDatabase> PlausibleAsync() => _plausible.Value;

    /// <summary>Asks what is documented.</summary>
    internal Task<string[]> AskAsync(TestDatabase database, KnownAnswer question) => new Drivers.DocumentedQuery(question.Query).AskAsync(
        _client, new($"http://127.0.0.1:{server.Port}/"), database.Name,
        [("site", $"{DashboardTraffic.Site}"), ("first", question.First), ("last", question.Last), ("timezone", question.Timezone), .. question.Parameters]);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        foreach (var database in (Lazy<Task<TestDatabase>>[])[_own, _plausible])
            if (database.IsValueCreated) (await database.Value).Dispose();
    }

    /// <summary>Writes all of the traffic, as the service does.</summary>
    internal static async Task WriteAsync(TestDatabase database)
    {
        foreach (var group in DashboardTraffic.InGroups()) await database.Insert.InsertAsync(group, TestContext.Current.CancellationToken);
    }

    private static async Task<TestDatabase> WrittenAsync(ChdbServer server, Func<TestDatabase, Task> create)
    {
        var database = new TestDatabase(server);
        await create(database);
        // Rows that are replaced stay there, as between two merges.
        foreach (var table in (string[])["events_v2", "sessions_v2"]) await database.ExecuteAsync($"SYSTEM STOP MERGES {table}");
        await WriteAsync(database);
        return database;
    }
}
