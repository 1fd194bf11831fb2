using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The questions of <c>docs/queries</c>, asked by the read-only user about visits that came in over HTTP.</summary>
public sealed class DashboardQuestionTests
{
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    [Fact]
    public async Task Visits_that_were_sent_are_counted_as_a_person_counts_them()
    {
        await using var service = await ServiceProcess.StartAsync();
        await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain = "shop.example", id = 70, timezone = "Asia/Kolkata" });
        await service.CallSitesApiAsync(HttpMethod.Post, "/shop.example/goals", new { event_name = "Purchase", currency = "EUR" });
        await SendAsync(service);
        await service.ClickHouse.EventuallyAsync("SELECT count(), (SELECT sum(sign * events) FROM sessions_v2) FROM events_v2 WHERE site_id = 70", "8\t7");

        Assert.Equal(["3"], await AskAsync(service, "current-visitors"));
        Assert.Equal(["3\t3\t5\t1.67\t67"], await WithoutDurationAsync(service, "top-stats"));
        Assert.Equal(["Direct / None\t1\t1\t100", "Google\t1\t1\t0", "newsletter\t1\t1\t100"], await WithoutDurationAsync(service, "sources"));
        Assert.Equal(["Direct\t1\t1\t100", "Email\t1\t1\t100", "Organic Search\t1\t1\t0"], await WithoutDurationAsync(service, "channels"));
        Assert.Equal(["may\t1\t1\t100"], await WithoutDurationAsync(service, "utm-campaigns"));
        Assert.Equal(["Desktop\t2\t2\t50", "Mobile\t1\t1\t100"], await WithoutDurationAsync(service, "devices"));
        Assert.Equal(["/pricing\t2\t3\t100\t\\N\t\\N", "/\t2\t2\t50\t60\t40"], await AskAsync(service, "pages"));
        Assert.Equal(["/pricing\t2\t2\t66.7", "/\t1\t1\t50"], await AskAsync(service, "exit-pages"));
        Assert.Equal(["Purchase\t1\t1\t33.3", "Signup\t1\t1\t33.3"], await AskAsync(service, "goals", ("goals", "['Signup','Purchase']")));
        Assert.Equal(["pro\t1\t1"], await AskAsync(service, "goal-by-property", ("goal", "Signup"), ("property", "plan")));
        Assert.Equal(["Purchase\tEUR\t19.9\t19.9\t{'EUR':19.9}"], await AskAsync(service, "revenue"));
    }

    private static async Task SendAsync(ServiceProcess service)
    {
        await SendAsync(service, 1, """ "n":"pageview","u":"https://shop.example/","r":"https://www.google.com/" """);
        await SendAsync(service, 1, """ "n":"pageview","u":"https://shop.example/pricing" """);
        await SendAsync(service, 1, """ "n":"pageview","u":"https://shop.example/pricing" """);
        await SendAsync(service, 1, """ "n":"Signup","u":"https://shop.example/pricing","p":{"plan":"pro"} """);
        await SendAsync(service, 1, """ "n":"engagement","u":"https://shop.example/","sd":40,"e":60000 """);
        await SendAsync(service, 1, """ "n":"Purchase","u":"https://shop.example/pricing","$":{"amount":"19.90","currency":"EUR"} """);
        await SendAsync(service, 2, """ "n":"pageview","u":"https://shop.example/?utm_source=newsletter&utm_medium=email&utm_campaign=may" """, Phone);
        await SendAsync(service, 3, """ "n":"pageview","u":"https://shop.example/pricing" """);
    }

    private static async Task SendAsync(ServiceProcess service, int visitor, string fields, string? agent = null)
    {
        using var answer = await service.SendAsync($$"""{"d":"shop.example",{{fields}}}""", agent, string.Create(CultureInfo.InvariantCulture, $"192.0.2.{visitor}"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private static Task<string[]> AskAsync(ServiceProcess service, string question, params (string, string)[] parameters)
    {
        // A day to each side: midnight may pass in the meantime, in any time zone.
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        return new DocumentedQuery(question).AskAsync(
            service.Client, service.ClickHouse.Address, "default", [("site", "70"), ("first", Day(today.AddDays(-1))), ("last", Day(today.AddDays(1))), ("timezone", "Asia/Kolkata"), .. parameters]);
    }

    /// <summary>How long the visits took is up to the machine.</summary>
    private static async Task<string[]> WithoutDurationAsync(ServiceProcess service, string question) => [.. (await AskAsync(service, question)).Select(row => row[..row.LastIndexOf('\t')])];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
