using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Books;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class BooksGrainTests(ChdbServer server)
{
    [Fact]
    public async Task Closed_minutes_are_checked_and_what_is_off_is_told()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        // Closed for some minutes, and of today.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var minute = new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc).AddMinutes(-10);
        await silo.AppendAsync(1, Groups.FirstPageview(minute, 1));
        await silo.AppendAsync(2, Groups.FirstPageview(minute, 2));
        await silo.DrainedAsync();
        await silo.Database.ExecuteAsync("DELETE FROM events_v2 WHERE user_id = 2");

        var books = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IBooksGrain>(0);
        var state = await books.CheckAsync();
        Assert.Null(state.Problem);
        Assert.Equal(
            [new() { SiteId = 7, Minute = minute, Counted = 2, Stored = 1 }, new BookEntryOff { SiteId = 7, Minute = minute, OfSessions = true, Counted = 1, Stored = 0 }],
            state.Off);
        Assert.InRange(state.CheckedUntil!.Value, minute.AddMinutes(8), minute.AddMinutes(11));

        var page = await books.ReadAsync(minute, minute.AddMinutes(1), 7);
        Assert.Equal(state.Off, page.State.Off);
        Assert.Equal([new BookLine { SiteId = 7, Minute = minute, Metric = "buffered", Value = 2 }], page.Lines!.Value);
    }

    [Fact]
    public async Task Without_ClickHouse_they_say_so_and_nothing_is_taken_for_checked()
    {
        await using var silo = await WriterSilo.StartAsync(server);
        silo.ClickHouse.IsAway = true;
        var books = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IBooksGrain>(0);
        var state = await books.CheckAsync();
        Assert.NotNull(state.Problem);
        Assert.Null(state.CheckedUntil);
        Assert.Null((await books.ReadAsync(Groups.Noon, Groups.Noon.AddMinutes(1), null)).Lines);
    }
}
