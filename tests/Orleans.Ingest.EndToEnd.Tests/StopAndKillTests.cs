using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>Every event that was answered 202 lands once, whatever ends when.</summary>
public sealed class StopAndKillTests
{
    private const string Balance = """
        SELECT (SELECT count() FROM events_v2), (SELECT uniqExact(pathname) FROM events_v2), (SELECT sum(sign * events) FROM sessions_v2)
        """;

    [Fact]
    public async Task A_graceful_stop_flushes_everything()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:30"));
        var sent = await SendAsync(service, 100);
        Assert.Equal(100, sent);
        Assert.Equal(0, await service.StopAsync());
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(service.DataDirectory, "log"), "*.sealed", SearchOption.AllDirectories), _ => true);
        await service.StartAgainAsync();
        await service.ClickHouse.EventuallyAsync(Balance, "100\t100\t100");
    }

    [Fact]
    public async Task Events_sent_while_the_embedded_ClickHouse_is_killed_all_arrive_once()
    {
        await using var service = await ServiceProcess.StartAsync();
        var accepted = 0;
        for (var round = 0; round < 3; round++)
        {
            accepted += await SendAsync(service, 50, accepted);
            await service.KillClickHouseAsync();
            accepted += await SendAsync(service, 50, accepted);
        }

        Assert.Equal(300, accepted);
        await service.ClickHouse.EventuallyAsync(Balance, "300\t300\t300");
    }

    [Fact]
    public async Task A_killed_service_writes_after_its_restart_what_it_had_answered_and_goes_on_with_its_sessions()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:10"));
        var accepted = await SendAsync(service, 60);
        service.Kill();
        service.Set("Ingest__FlushInterval", "00:00:00.200");
        await service.StartAgainAsync();
        accepted += await SendAsync(service, 60, accepted);
        Assert.Equal(120, accepted);
        await service.ClickHouse.EventuallyAsync(Balance, "120\t120\t120");
        await service.ClickHouse.EventuallyAsync("SELECT uniqExact(session_id), uniqExact(user_id) FROM events_v2", "10\t10");
    }

    [Fact]
    public async Task A_killed_service_leaves_no_process_behind()
    {
        await using var service = await ServiceProcess.StartAsync();
        var child = await service.ChildIdAsync();
        service.Kill();
        await Until.TrueAsync(() => Task.FromResult(!Directory.Exists($"/proc/{child}")), TimeSpan.FromSeconds(30), () => $"The child {child} outlives its parent.");
    }

    /// <summary>Sends events of ten visitors, each with a path of its own; answers how many were accepted.</summary>
    private static async Task<int> SendAsync(ServiceProcess service, int count, int from = 0)
    {
        var accepted = 0;
        for (var i = from; i < from + count; i++)
        {
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"n":"pageview","u":"http://localhost/p{{i}}","d":"localhost"}""");
            using var answer = await service.SendAsync(json, address: string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i % 10}"));
            if (answer.StatusCode == HttpStatusCode.Accepted) accepted++;
        }

        return accepted;
    }
}
