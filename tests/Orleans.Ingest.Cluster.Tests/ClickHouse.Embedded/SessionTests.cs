using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.ClickHouse.Embedded;
using Orleans.Ingest.ClickHouse.Embedded.Engine;
using Orleans.Ingest.ClickHouse.Embedded.Http;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class SessionTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Temporary_tables_settings_and_database_stay_with_the_session()
    {
        await clickHouse.QueryAsync("CREATE TEMPORARY TABLE mine (a UInt8)", "?session_id=one");
        await clickHouse.QueryAsync("INSERT INTO mine FORMAT TSV\n7\n", "?session_id=one");
        Assert.Equal("7", await clickHouse.QueryAsync("SELECT a FROM mine", "?session_id=one"));
        await RefusedAsync("SELECT a FROM mine", "?session_id=other", "(UNKNOWN_TABLE)");
        await RefusedAsync("SELECT a FROM mine", "", "(UNKNOWN_TABLE)");

        await clickHouse.QueryAsync("SET max_threads = 3, log_comment = 'it''s \\\\ mine'", "?session_id=one");
        await clickHouse.QueryAsync("USE system", "?session_id=one");
        const string State = "SELECT getSetting('max_threads'), getSetting('log_comment') = 'it''s \\\\ mine', currentDatabase()";
        Assert.Equal("5\t0\tdefault", await clickHouse.QueryAsync(State, "?session_id=one&max_threads=5&log_comment=x&database=default"));
        Assert.Equal("3\t1\tsystem", await clickHouse.QueryAsync(State, "?session_id=one"));
    }

    [Fact]
    public async Task It_ends_when_it_is_closed_and_must_be_there_if_that_is_asked()
    {
        await RefusedAsync("SELECT 1", "?session_id=none&session_check=1", "Code: 372.");
        await clickHouse.QueryAsync("CREATE TEMPORARY TABLE mine (a UInt8)", "?session_id=closed");
        Assert.Equal("0", await clickHouse.QueryAsync("SELECT count() FROM mine", "?session_id=closed&session_check=1&close_session=1"));
        await RefusedAsync("SELECT 1", "?session_id=closed&session_check=1", "(SESSION_NOT_FOUND)");
    }

    [Fact]
    public async Task It_serves_one_request_at_a_time()
    {
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var content = new StringContent("SELECT sum(sipHash64(number)) FROM numbers(100000000000)");
        var first = clickHouse.Http.PostAsync(new Uri("/?session_id=busy", UriKind.Relative), content, leaves.Token);
        await clickHouse.EventuallyAsync("SELECT count() FROM system.processes WHERE query LIKE '%100000000000%' AND query NOT LIKE '%processes%'", "1", Cancel);
        await RefusedAsync("SELECT 1", "?session_id=busy", "Code: 373.");

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        while (true)
        {
            using var response = await clickHouse.PostAsync("SELECT 1", "?session_id=busy&session_check=1");
            if (response.IsSuccessStatusCode) break;
            Assert.Contains("(SESSION_IS_LOCKED)", await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task It_ends_after_its_time_without_a_request()
    {
        var directory = Directory.CreateTempSubdirectory("clickhouse-sessions").FullName;
        var time = new FakeTimeProvider();
        using (var engine = await ClickHouseEngine.OpenAsync(directory, ingestion: null, TimeProvider.System, NullLogger.Instance, Cancel))
        using (var sessions = new SessionStore(role => engine.Connections(role).Open(keepsState: true), time))
        {
            void Use(bool mustExist) => sessions.Return("u", "s", sessions.Take("u", "s", EngineRole.Owner, mustExist), TimeSpan.FromSeconds(60), close: false);

            Use(mustExist: false);
            time.Advance(TimeSpan.FromSeconds(59));
            Use(mustExist: true);
            time.Advance(TimeSpan.FromSeconds(59));
            var taken = sessions.Take("u", "s", EngineRole.Owner, mustExist: true);
            time.Advance(TimeSpan.FromSeconds(120));
            sessions.Return("u", "s", taken, TimeSpan.FromSeconds(60), close: false);
            Use(mustExist: true);
            time.Advance(TimeSpan.FromSeconds(60));
            Assert.Contains("Code: 372.", Assert.Throws<RequestRefusedException>(() => Use(mustExist: true)).Message);
        }

        Directory.Delete(directory, recursive: true);
    }

    private async Task RefusedAsync(string sql, string query, string error)
    {
        using var response = await clickHouse.PostAsync(sql, query);
        Assert.Contains(error, await response.Content.ReadAsStringAsync(Cancel));
    }
}
