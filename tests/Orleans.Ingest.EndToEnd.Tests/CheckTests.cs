using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>What <c>POST /api/v1/check</c> says of an event is what is stored when it is sent, and asking changes nothing.</summary>
public sealed class CheckTests
{
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:109.0) Gecko/20100101 Firefox/115.0";

    [Fact]
    public async Task What_is_said_of_an_event_is_what_is_stored_when_it_is_sent()
    {
        await using var service = await ServiceProcess.StartAsync();
        service.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.AdminKey);

        // :: Step 1: nothing is there, an engagement would be dropped
        Assert.Equal("no_session_for_engagement", (await CheckAsync(service, "engagement", "/a", "\"e\":100")).GetProperty("reason").GetString());
        Assert.False((await CheckAsync(service, "pageview", "/a")).GetProperty("session").GetProperty("joins_live_session").GetBoolean());
        await SendAsync(service, "pageview", "/a");

        // :: Step 2: the next event would join the session that the first has begun
        var asked = await CheckAsync(service, "Signup", "/b?utm_source=news", "\"p\":{\"plan\":\"pro\"}");
        Assert.True(asked.GetProperty("session").GetProperty("joins_live_session").GetBoolean());
        Assert.True((await CheckAsync(service, "engagement", "/a", "\"e\":100")).GetProperty("accepted").GetBoolean());
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "1");
        await SendAsync(service, "Signup", "/b?utm_source=news", "\"p\":{\"plan\":\"pro\"}");

        // :: Step 3: so it does, column by column
        await service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2", "2");
        await AssertStoredAsync(service, asked.GetProperty("event"), "events_v2 WHERE name = 'Signup'");
        await service.ClickHouse.EventuallyAsync("SELECT events FROM sessions_v2 FINAL", "2");
        await AssertStoredAsync(service, asked.GetProperty("session"), "sessions_v2 FINAL");
    }

    // The two requests may fall on either side of a second.
    private static async Task AssertStoredAsync(ServiceProcess service, JsonElement said, string from)
    {
        var columns = said.EnumerateObject().Select(column => column.Name).Except(["joins_live_session", "timestamp", "duration"]).ToArray();
        Assert.True(columns.Length > 25);
        var row = JsonElement.Parse(Assert.Single(await service.ClickHouse.QueryAsync($"SELECT {string.Join(", ", columns.Select(column => $"`{column}`"))} FROM {from} FORMAT JSONEachRow")));
        Assert.All(columns, column => Assert.Equal((column, said.GetProperty(column).ToString()), (column, row.GetProperty(column).ToString().Trim('\0'))));
    }

    private static async Task<JsonElement> CheckAsync(ServiceProcess service, string name, string path, params string[] more) =>
        JsonElement.Parse(await PostAsync(service, "api/v1/check", Event(name, path, more))).GetProperty("decisions")[0];

    private static async Task SendAsync(ServiceProcess service, string name, string path, params string[] more) =>
        Assert.StartsWith("""{"results":[{"status":"accepted","receipt":""", await PostAsync(service, "api/v1/events", Event(name, path, more)), StringComparison.Ordinal);

    private static string Event(string name, string path, string[] more) =>
        $$"""{"n":"{{name}}","u":"http://localhost{{path}}","d":"localhost","ip":"192.0.2.9","user_agent":"{{Agent}}"{{string.Concat(more.Select(member => "," + member))}}}""";

    private static async Task<string> PostAsync(ServiceProcess service, string path, string body)
    {
        using var answer = await service.Client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
