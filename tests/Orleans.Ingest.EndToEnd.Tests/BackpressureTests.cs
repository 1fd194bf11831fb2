using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>ClickHouse stands still: the log fills up to its budget, then events are refused, until it goes on.</summary>
public sealed class BackpressureTests
{
    [Fact]
    public async Task At_its_budget_events_are_answered_503_and_it_heals_by_itself_without_losing_or_doubling_one()
    {
        await using var service = await ServiceProcess.StartAsync(
            ("Ingest__Log__SegmentBytes", "1048576"), ("Ingest__Log__MaxBytes", "2097152"), ("Ingest__RetryBudget", "00:00:05"));
        var accepted = 0;
        await SendAsync(service, 0);
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "1");
        accepted++;

        await ProgramProcess.SignalAsync(await service.ChildIdAsync(), "STOP");
        HttpResponseMessage? refused = null;
        for (var i = 1; i < 5000 && refused is null; i++)
        {
            var answer = await SendAsync(service, i);
            if (answer.StatusCode == HttpStatusCode.Accepted) accepted++;
            else refused = answer;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused!.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        using (var health = await service.Client.GetAsync(new Uri("api/health", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
            Assert.Contains("Ingest:Log:MaxBytes", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await ProgramProcess.SignalAsync(await service.ChildIdAsync(), "CONT");
        await Until.TrueAsync(() => IsOkAsync(service), TimeSpan.FromSeconds(90), () => $"It has not healed:\n{service.Output}");
        using (var answer = await SendAsync(service, 5000)) Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        accepted++;
        var expected = accepted.ToString(CultureInfo.InvariantCulture);
        await service.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(pathname), (SELECT sum(sign * events) FROM sessions_v2) FROM events_v2", $"{expected}\t{expected}\t{expected}");
    }

    private static async Task<bool> IsOkAsync(ServiceProcess service)
    {
        using var health = await service.Client.GetAsync(new Uri("api/health", UriKind.Relative));
        return health.IsSuccessStatusCode && (await health.Content.ReadAsStringAsync()).Contains("\"ok\"", StringComparison.Ordinal);
    }

    /// <summary>An event of one of ten visitors, large, so that the budget is soon used up.</summary>
    private static async Task<HttpResponseMessage> SendAsync(ServiceProcess service, int i)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"n":"pageview","u":"http://localhost/p{{i}}/{{new string('x', 1500)}}","d":"localhost"}""");
        return await service.SendAsync(json, address: string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i % 10}"));
    }
}
