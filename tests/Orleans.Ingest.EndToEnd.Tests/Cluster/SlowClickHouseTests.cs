using System.Globalization;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>ClickHouse lives, but an insert takes longer than it may: it is tried again, and its rows are there once.</summary>
public sealed class SlowClickHouseTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public Task An_insert_whose_answer_comes_too_late_is_found_stored_and_not_sent_again() => SlowAsync(proxy => proxy.Answers, isStoredMeanwhile: true);

    [Fact]
    public Task Inserts_that_arrive_after_they_were_given_up_and_sent_again_are_stored_once() => SlowAsync(proxy => proxy.Requests, isStoredMeanwhile: false);

    private static async Task SlowAsync(Func<LoopbackProxy, Gate> gateOf, bool isStoredMeanwhile)
    {
        await using var member = new LoneMember();
        await using var proxy = new LoopbackProxy(member.ClickHousePort, heldUp: "INSERT");
        member.Set("ConnectionStrings__clickhouse", $"Host=127.0.0.1;Port={proxy.Port}");
        member.Set("Ingest__ClickHouse__InsertTimeout", "00:00:02");
        await member.StartAsync();
        await SendAsync(member, from: 0);
        // Counts come last: a group of which they were held up would hold up those behind it.
        await member.ClickHouse.EventuallyAsync(
            "SELECT (SELECT count() FROM events_v2), (SELECT sum(value) FROM ingest_counters WHERE metric = 'buffered'), (SELECT count() FROM system.processes WHERE query ILIKE 'insert%')", _patience, "20\t20\t0");

        gateOf(proxy).Close();
        await SendAsync(member, from: 20);
        await member.HealthSaysAsync("degraded", "after 3 attempt(s)", "events are accepted and kept");
        // The three attempts may be those of a canary that went before the events.
        if (isStoredMeanwhile) await member.ClickHouse.EventuallyAsync("SELECT count() > 20 FROM events_v2", _patience, "1");
        else Assert.Equal("20", Assert.Single(await member.ClickHouse.QueryAsync("SELECT count() FROM events_v2")));
        await SendAsync(member, from: 40);
        gateOf(proxy).Open();

        await SendAsync(member, from: 60);
        await member.HealthSaysAsync("\"ok\"");
        await member.ClickHouse.EventuallyAsync(
            "SELECT count(), uniqExact(pathname), uniqExact(ingest_position), (SELECT sum(sign * events) FROM sessions_v2), (SELECT sum(value) FROM ingest_counters WHERE metric = 'buffered') FROM events_v2",
            _patience, "80\t80\t80\t80\t80");
        var (audit, status) = await member.ClickHouse.AuditAsync();
        Assert.True(status == 0, audit);
    }

    /// <summary>Twenty events of five visitors: all are accepted, whatever ClickHouse does.</summary>
    private static async Task SendAsync(LoneMember member, int from)
    {
        for (var number = from; number < from + 20; number++)
            Assert.Equal("202", await member.FrontEnd.SendAsync("localhost", $"/{number.ToString(CultureInfo.InvariantCulture)}", address: $"192.0.2.{number % 5}"));
    }
}
