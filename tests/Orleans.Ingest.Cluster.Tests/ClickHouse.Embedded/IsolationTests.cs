using Xunit;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse.Embedded;

public sealed class IsolationTests(ClickHouseProcess clickHouse) : IClassFixture<ClickHouseProcess>
{
    [Fact]
    public async Task Parallel_queries_keep_their_parameters_settings_and_database()
    {
        await Task.WhenAll(Enumerable.Range(1, 8).Select(async caller =>
        {
            for (var round = 0; round < 40; round++)
            {
                var database = caller % 2 == 0 ? "system" : "default";
                var answer = await clickHouse.QueryAsync(
                    "SELECT {p:UInt32}, getSetting('max_threads'), currentDatabase(), sleep(0.002)",
                    $"?param_p={caller * 1000 + round}&max_threads={caller}&database={database}");
                Assert.Equal($"{caller * 1000 + round}\t{caller}\t{database}\t0", answer);
            }
        }));
    }

    [Fact]
    public async Task Nothing_of_a_request_is_left_for_the_next()
    {
        var before = await State();
        await clickHouse.QueryAsync("SELECT 1", "?max_threads=7&database=system&param_p=1&join_use_nulls=1");
        await clickHouse.QueryAsync("SET max_threads = 7");
        await clickHouse.QueryAsync("USE system");
        await clickHouse.QueryAsync("CREATE TEMPORARY TABLE left_over (a UInt8)");
        await Assert.ThrowsAsync<InvalidOperationException>(() => clickHouse.QueryAsync("SELECT throwIf(1)", "?max_threads=7"));
        for (var round = 0; round < 20; round++)
        {
            Assert.Equal(before, await State());
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => clickHouse.QueryAsync("SELECT {p:UInt8}"));
            Assert.Contains("(UNKNOWN_QUERY_PARAMETER)", error.Message);
            Assert.Equal("0", await clickHouse.QueryAsync("EXISTS TEMPORARY TABLE left_over"));
        }
    }

    private Task<string> State() => clickHouse.QueryAsync("SELECT getSetting('max_threads'), getSetting('join_use_nulls'), currentDatabase()");
}
