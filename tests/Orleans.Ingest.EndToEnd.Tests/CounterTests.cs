using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

public sealed class CounterTests
{
    [Fact]
    public async Task What_is_stored_and_dropped_under_load_is_counted_exactly()
    {
        const int Rounds = 400;
        await using var service = await ServiceProcess.StartAsync();
        await Parallel.ForAsync(0, Rounds, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i % 250}");
            await SendAsync(service, "localhost", address);
            await SendAsync(service, "localhost", address, "Googlebot/2.1");
            await SendAsync(service, $"unknown{i % 7}.example", address);
            if (i % 2 == 0) await SendAsync(service, "localhost", address, referrer: "https://semalt.com/");
        });
        await service.ClickHouse.EventuallyAsync(
            "SELECT metric, count(DISTINCT domain), sum(value) FROM ingest_counters GROUP BY metric ORDER BY metric",
            $"buffered\t1\t{Rounds}", $"dropped_bot\t1\t{Rounds}", $"dropped_not_found\t7\t{Rounds}", $"dropped_spam_referrer\t1\t{Rounds / 2}");
    }

    private static async Task SendAsync(ServiceProcess service, string domain, string address, string? agent = null, string referrer = "")
    {
        using var answer = await service.SendAsync($$"""{"n":"pageview","u":"http://localhost/","d":"{{domain}}","r":"{{referrer}}"}""", agent, address);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
