using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>A visitor who is deleted while he is there: his rows go, and what he does next is a visit of its own.</summary>
public sealed class DataDeletionTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_visitor_is_deleted_in_the_middle_of_his_visit_and_the_tables_still_add_up()
    {
        await using var service = await ServiceProcess.StartAsync();
        service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.AdminKey);
        await SendAsync(service, "/a", "192.0.2.1");
        await SendAsync(service, "/b", "192.0.2.1");
        await SendAsync(service, "/a", "192.0.2.2");
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "3");
        var visitor = Assert.Single(await service.ClickHouse.QueryAsync("SELECT user_id FROM events_v2 WHERE pathname = '/b'"));

        // Not in ClickHouse yet, perhaps: it goes with the others.
        await SendAsync(service, "/c", "192.0.2.1");
        var deletion = await DeletedAsync(service, $"user_id={visitor}");
        Assert.Equal(("done", 3, 1), (deletion.GetProperty("status").GetString(), deletion.GetProperty("events").GetInt32(), deletion.GetProperty("visits").GetInt32()));
        Assert.Equal(["1\t1"], await service.ClickHouse.QueryAsync("SELECT count(), (SELECT uniqExact(session_id) FROM sessions_v2) FROM events_v2"));

        await SendAsync(service, "/d", "192.0.2.1");
        await service.ClickHouse.EventuallyAsync("SELECT pathname, count() FROM events_v2 GROUP BY pathname ORDER BY pathname", "/a\t1", "/d\t1");
        await service.ClickHouse.EventuallyAsync("SELECT session_id IN (SELECT session_id FROM events_v2), sum(sign), sum(sign * events) FROM sessions_v2 GROUP BY session_id", "1\t1\t1", "1\t1\t1");

        var today = TimeProvider.System.GetUtcNow().UtcDateTime;
        var all = await DeletedAsync(service, $"from={today.AddDays(-1):yyyy-MM-dd}&to={today.AddDays(1):yyyy-MM-dd}");
        Assert.Equal(2, all.GetProperty("events").GetInt32());
        Assert.Equal(["0\t0"], await service.ClickHouse.QueryAsync("SELECT count(), (SELECT count() FROM sessions_v2) FROM events_v2"));
    }

    private static async Task<JsonElement> DeletedAsync(ServiceProcess service, string query)
    {
        var begun = await service.CallSitesApiAsync(HttpMethod.Delete, $"/localhost/data?{query}", new { });
        JsonElement deletion = default;
        await Until.TrueAsync(
            async () => (deletion = await service.CallSitesApiAsync(HttpMethod.Get, $"/localhost/data/deletions/{begun.GetProperty("id")}", new { })).GetProperty("status").GetString() is "done" or "failed",
            _patience,
            () => $"It has not ended: {deletion}");
        return deletion;
    }

    private static async Task SendAsync(ServiceProcess service, string path, string address)
    {
        using var answer = await service.SendAsync($$"""{"n":"pageview","u":"http://localhost{{path}}","d":"localhost"}""", address: address);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }
}
