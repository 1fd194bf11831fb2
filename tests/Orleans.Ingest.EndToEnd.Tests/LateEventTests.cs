using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>A day of events through the bulk endpoint in some orders: the tables are the same.</summary>
public sealed class LateEventTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_order_of_a_day_makes_the_tables_that_the_right_order_makes(int seed)
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:00.200"));
        var day = VisitorsDay.Of(new Random(seed));
        var inOrder = await VisitorsDay.SiteAsync(service, "in-order.example");
        await VisitorsDay.SendAsync(service, "in-order.example", day, perRequest: day.Length);
        await VisitorsDay.IsInAsync(service, inOrder, day.Length);
        var tables = await VisitorsDay.TablesAsync(service, inOrder);
        Assert.InRange(tables.Sessions.Length, VisitorsDay.Visitors + 1, day.Length - 1);

        for (var order = 1; order <= 3; order++)
        {
            var random = new Random((seed * 100) + order);
            var domain = $"order-{order}.example";
            var site = await VisitorsDay.SiteAsync(service, domain);
            var shuffled = day.ToArray();
            random.Shuffle(shuffled);
            await VisitorsDay.SendAsync(service, domain, shuffled, perRequest: random.Next(1, 12));
            await VisitorsDay.BecomeAsync(service, site, tables);
        }

        var (output, status) = await service.ClickHouse.AuditAsync();
        Assert.True(status == 0, output);
    }

    /// <summary>A visit that goes on: what comes late joins it, and the visitor's next event goes on from there.</summary>
    [Fact]
    public async Task A_late_event_begins_a_visit_that_goes_on()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:00.200"));
        var now = TimeProvider.System.GetUtcNow();
        await VisitorsDay.SendAsync(service, "localhost", [new(0, now.AddMinutes(-10), "pageview", 2)], 1);
        await VisitorsDay.SendAsync(service, "localhost", [new(0, now.AddMinutes(-20), "pageview", 1)], 1);
        const string session = "SELECT entry_page, exit_page, events, duration, utm_source FROM sessions_v2 FINAL";
        await service.ClickHouse.EventuallyAsync(session, "/v0/1\t/v0/2\t2\t600\ts1");
        await VisitorsDay.SendAsync(service, "localhost", [new(0, now, "pageview", 3)], 1);
        await service.ClickHouse.EventuallyAsync(session, "/v0/1\t/v0/3\t3\t1200\ts1");
        await service.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(session_id), uniqExact(utm_source) FROM events_v2", "3\t1\t1");
        await service.ClickHouse.EventuallyAsync("SELECT sum(sign), sum(sign * events) FROM sessions_v2", "1\t3");
    }
}
