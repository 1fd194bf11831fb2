using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>Fifty heavy queries at a time while events come in: none fails, no event is refused or lost.</summary>
public sealed class QueriesBesideIngestionTests
{
    private const int Queries = 50;
    private const int Senders = 16;
    private const int Events = 4000;

    private static readonly string[] Heavy =
    [
        "SELECT pathname, uniqExact(user_id), quantile(0.9)(length(pathname)) FROM events_v2 GROUP BY pathname ORDER BY 2 DESC LIMIT 10",
        "SELECT count(), sum(sipHash64(number)) FROM numbers(3000000)",
        "SELECT number % 1000 AS k, groupArray(5)(number) FROM numbers(500000) GROUP BY k ORDER BY k",
        "SELECT e.pathname, count() FROM events_v2 AS e JOIN sessions_v2 AS s USING (session_id) GROUP BY e.pathname LIMIT 10",
    ];

    [Fact]
    public async Task No_query_fails_and_every_event_is_taken()
    {
        await using var service = await ServiceProcess.StartAsync();
        using (var first = await SendAsync(service, -1)) Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "1");

        using var sent = new CancellationTokenSource();
        var queries = Enumerable.Range(0, Queries).Select(query => AskAsync(service, query, sent.Token)).ToArray();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number and <= Events)
            {
                using var answer = await SendAsync(service, number);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            }
        }));
        await sent.CancelAsync();
        var answered = await Task.WhenAll(queries);
        Assert.All(answered, count => Assert.InRange(count, 1, int.MaxValue));
        await service.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(pathname) FROM events_v2", string.Create(CultureInfo.InvariantCulture, $"{Events + 1}\t{Events + 1}"));
    }

    /// <summary>Asks again and again, at least once; throws at the first that fails. Returns how many were answered.</summary>
    private static async Task<int> AskAsync(ServiceProcess service, int query, CancellationToken sent)
    {
        var answered = 0;
        do
        {
            await service.ClickHouse.QueryAsync(Heavy[(query + answered) % Heavy.Length]);
            answered++;
        }
        while (!sent.IsCancellationRequested);
        return answered;
    }

    private static Task<HttpResponseMessage> SendAsync(ServiceProcess service, int number) => service.SendAsync(
        string.Create(CultureInfo.InvariantCulture, $$"""{"n":"pageview","u":"http://localhost/p{{number}}","d":"localhost"}"""),
        address: string.Create(CultureInfo.InvariantCulture, $"192.0.2.{Math.Abs(number) % 200}"));
}
