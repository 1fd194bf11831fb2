using System.Globalization;
using System.Net;
using System.Text;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The bulk endpoint of a real service, over HTTP alone.</summary>
public sealed class BulkTests
{
    [Fact]
    public async Task Ids_that_were_sent_before_a_kill_are_duplicates_after_it_and_every_event_is_stored_once()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__FlushInterval", "00:00:10"));
        var body = Body(1000);
        Assert.Equal(1000, await CountAsync(service, body, "accepted"));
        service.Kill();
        service.Set("Ingest__FlushInterval", "00:00:00.200");
        await service.StartAgainAsync();
        Assert.Equal(1000, await CountAsync(service, body, "duplicate"));
        await service.ClickHouse.EventuallyAsync(
            "SELECT (SELECT count() FROM events_v2), (SELECT uniqExact(pathname) FROM events_v2), (SELECT sum(sign * events) FROM sessions_v2), (SELECT count() FROM sessions_v2 FINAL)",
            "1000\t1000\t1000\t10");
    }

    [Fact]
    public async Task Times_addresses_and_agents_are_those_of_the_event()
    {
        await using var service = await ServiceProcess.StartAsync();
        var at = TimeProvider.System.GetUtcNow().AddHours(-5);
        var body = string.Create(CultureInfo.InvariantCulture, $$"""
            [{"n":"pageview","u":"http://localhost/second","d":"localhost","timestamp":{{at.AddMinutes(3).ToUnixTimeMilliseconds()}},"ip":"192.0.2.1","user_agent":"{{Agent}}"},
             {"n":"pageview","u":"http://localhost/first","d":"localhost","timestamp":{{at.ToUnixTimeMilliseconds()}},"ip":"192.0.2.1","user_agent":"{{Agent}}"},
             {"n":"engagement","u":"http://localhost/second","d":"localhost","e":1500,"timestamp":{{at.AddMinutes(4).ToUnixTimeMilliseconds()}},"ip":"192.0.2.1","user_agent":"{{Agent}}"},
             {"n":"engagement","u":"http://localhost/second","d":"localhost","e":1500,"timestamp":{{at.AddMinutes(4).ToUnixTimeMilliseconds()}},"ip":"192.0.2.2"}]
            """);
        Assert.Equal(3, await CountAsync(service, body, "accepted"));
        await service.ClickHouse.EventuallyAsync(
            "SELECT entry_page, exit_page, duration, is_bounce, browser, operating_system FROM sessions_v2 FINAL", "/first\t/second\t180\t0\tFirefox\tWindows");
        await service.ClickHouse.EventuallyAsync($"SELECT count(), uniqExact(session_id), min(timestamp) = toDateTime({at.ToUnixTimeSeconds()}, 'UTC') FROM events_v2", "3\t1\t1");
    }

    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0";

    private static string Body(int count)
    {
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-20);
        return string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"n":"pageview","u":"http://localhost/p{{i}}","d":"localhost","ip":"192.0.2.{{i % 10}}","timestamp":"{{at.AddSeconds(i):O}}","id":{{i}}}""")));
    }

    private static async Task<int> CountAsync(ServiceProcess service, string body, string status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/events") { Content = new StringContent(body, Encoding.UTF8, "application/x-ndjson") };
        request.Headers.Authorization = new("Bearer", service.AdminKey);
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return text.Split($"\"status\":\"{status}\"").Length - 1;
    }
}
