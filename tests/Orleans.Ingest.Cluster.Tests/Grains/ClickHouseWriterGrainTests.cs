using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Writing;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class ClickHouseWriterGrainTests(ChdbServer server)
{
    private const string Stored = "SELECT concat(toString(count()), ' ', toString(uniqExact(user_id)), ' ', toString((SELECT sum(sign * events) FROM sessions_v2))) FROM events_v2";

    [Fact]
    public async Task An_agent_delivers_a_group_for_as_long_as_it_takes()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var options = silo.Services.GetRequiredService<IOptionsMonitor<StreamPullingAgentOptions>>().Get(EventStream.Name);
        Assert.Equal(Timeout.InfiniteTimeSpan, options.MaxEventDeliveryTime);
        await AwayAndBackAsync(silo, refusals: 6);
    }

    [Fact]
    public async Task An_agent_that_gives_up_and_forgets_its_stream_still_loses_and_doubles_nothing()
    {
        // The defaults (a minute, half an hour) in small, all passed many times while ClickHouse is away.
        await using var silo = await WriterSilo.StartAsync(server, options =>
        {
            options.MaxEventDeliveryTime = TimeSpan.FromMilliseconds(100);
            options.StreamInactivityPeriod = TimeSpan.FromMilliseconds(200);
        });
        await AwayAndBackAsync(silo, refusals: 15);
    }

    [Fact]
    public async Task A_group_whose_rows_are_refused_is_set_aside_with_its_reason_and_the_queue_goes_on()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(visitor: 1);
        await silo.DrainedAsync();
        var poison = Groups.FirstPageview(Groups.Noon, visitor: 2)[..^3];
        await silo.AppendAsync(visitor: 2, poison);
        await Until.TrueAsync(() => silo.Status.DeadLetters is not null, () => string.Join(' ', silo.Problems));
        await silo.AppendAsync(visitor: 3);
        await silo.DrainedAsync();

        Assert.Equal("2 2 2", Assert.Single(await silo.Database.LinesAsync(Stored)));
        Assert.Equal(1, silo.Status.DeadLetters!.Count);
        Assert.Empty(silo.Problems);
        var files = silo.DeadLetters();
        Assert.Contains("Reason: ", await File.ReadAllTextAsync(Assert.Single(files, path => path.EndsWith(".txt", StringComparison.Ordinal))), StringComparison.Ordinal);
        var rows = await File.ReadAllBytesAsync(Assert.Single(files, path => path.EndsWith(".sealed", StringComparison.Ordinal)));
        Assert.True(rows.AsSpan().IndexOf(poison) > 0, "the rows are kept as they were");
    }

    [Fact]
    public async Task Clients_ids_of_a_group_are_confirmed_once_its_rows_are_in()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        var writer = new ChunkPayloadWriter();
        writer.AddEvent(Groups.Event(Groups.Noon), Groups.Session(Groups.Noon, 1), "example.org");
        writer.AddClientId(1, 2);
        writer.AddEvent(Groups.Event(Groups.Noon), Groups.Session(Groups.Noon, 2), "example.org");
        writer.AddClientId(ulong.MaxValue, 0);
        await silo.AppendAsync(visitor: 1, writer.ToPayload(), events: 2);
        await silo.DrainedAsync();
        Assert.Equal([new(1, 2), new(ulong.MaxValue, 0)], silo.ClientIds.Confirmed);
        Assert.Equal("2", Assert.Single(await silo.Database.LinesAsync("SELECT sum(value) FROM ingest_counters WHERE metric = 'buffered'")));
        Assert.Equal("0", Assert.Single(await silo.Database.LinesAsync("SELECT count() FROM ingest_counters WHERE metric != 'buffered'")));
    }

    [Fact]
    public async Task A_group_without_rows_is_committed_without_an_insert_and_the_queue_goes_on()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(visitor: 1, new ChunkPayloadWriter().ToPayload(), events: 0);
        await silo.DrainedAsync();
        Assert.Single(silo.Committed);
        Assert.Equal("0", Assert.Single(await silo.Database.LinesAsync("SELECT count() + (SELECT count() FROM sessions_v2) + (SELECT count() FROM ingest_counters) FROM events_v2")));
        await silo.AppendAsync(visitor: 2);
        await silo.DrainedAsync();
        Assert.Equal("1 1 1", Assert.Single(await silo.Database.LinesAsync(Stored)));
        Assert.Null(silo.Status.DeadLetters);
    }

    [Theory]
    [InlineData("table_readonly = 1", "TABLE_IS_PERMANENTLY_READ_ONLY")]
    [InlineData("min_free_disk_bytes_to_perform_insert = 9000000000000000000", "NOT_ENOUGH_SPACE")]
    [InlineData("parts_to_throw_insert = 1, inactive_parts_to_throw_insert = 1", "TOO_MANY_PARTS")]
    public async Task A_ClickHouse_that_takes_nothing_is_asked_until_it_does_however_often_it_refuses(string setting, string code)
    {
        await using var silo = await WriterSilo.StartAsync(server);
        await silo.AppendAsync(visitor: 1);
        await silo.DrainedAsync();
        await silo.Database.ExecuteAsync($"ALTER TABLE events_v2 MODIFY SETTING {setting}");
        await silo.AppendAsync(visitor: 2);
        // More often than a poison group is tried.
        await Until.TrueAsync(() => silo.Problems.Any(problem => problem.Contains("after 5 attempt", StringComparison.Ordinal) && problem.Contains(code, StringComparison.Ordinal)), () => string.Join(' ', silo.Problems));
        Assert.Null(silo.Status.DeadLetters);
        await silo.Database.ExecuteAsync($"ALTER TABLE events_v2 RESET SETTING {string.Join(", ", setting.Split(',').Select(one => one.Split('=')[0].Trim()))}");
        await silo.DrainedAsync();
        Assert.Equal("2 2 2", Assert.Single(await silo.Database.LinesAsync(Stored)));
    }

    [Fact]
    public async Task Tables_of_another_log_are_refused_until_they_are_away()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        // A row at the end of all time: as if the log that wrote it had a clock that ran ahead.
        await silo.Database.Insert.InsertAsync(Groups.Of(0, 1UL << 54, Groups.FirstPageview(Groups.Noon, visitor: 9)), CancellationToken.None);
        await silo.AppendAsync(visitor: 1);
        await Until.TrueAsync(() => silo.Problems.Any(problem => problem.Contains("belong to another log", StringComparison.Ordinal)), () => string.Join(' ', silo.Problems));
        Assert.Empty(silo.Committed);
        await silo.Database.ExecuteAsync("TRUNCATE TABLE events_v2");
        await silo.Database.ExecuteAsync("TRUNCATE TABLE sessions_v2");
        await silo.DrainedAsync();
        Assert.Equal("1 1 1", Assert.Single(await silo.Database.LinesAsync(Stored)));
        Assert.Empty(silo.Problems);
    }

    private static async Task AwayAndBackAsync(WriterSilo silo, int refusals)
    {
        await silo.AppendAsync(visitor: 1);
        await silo.DrainedAsync();
        silo.ClickHouse.IsAway = true;
        await silo.AppendAsync(visitor: 2);
        await Until.TrueAsync(() => silo.ClickHouse.Refused >= 2, () => "The writer has not tried.");
        await silo.AppendAsync(visitor: 3);
        await Until.TrueAsync(() => silo.ClickHouse.Refused >= refusals, () => $"The writer has given up after {silo.ClickHouse.Refused} tries.");
        silo.ClickHouse.IsAway = false;
        await silo.DrainedAsync();
        await silo.AppendAsync(visitor: 4);
        await silo.DrainedAsync();

        Assert.Equal("4 4 4", Assert.Single(await silo.Database.LinesAsync(Stored)));
        var committed = silo.Committed.ToArray();
        Assert.Equal(4, committed.Length);
        Assert.Equal(committed.OrderBy(group => group.First), committed);
    }
}
