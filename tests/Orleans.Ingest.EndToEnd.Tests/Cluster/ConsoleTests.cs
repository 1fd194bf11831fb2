using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>A console on one front end shows the whole cluster.</summary>
[Collection(RunningCluster.Name)]
public sealed class ConsoleTests(RunningCluster cluster)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_any_front_end_stores_or_drops_is_told_to_a_console_on_another()
    {
        var site = await ClusterSite.CreateAsync(cluster, "console.test");
        var heard = new Dictionary<string, int>(StringComparer.Ordinal);
        using var patience = new CancellationTokenSource(_patience);
        using var client = new HttpClient { BaseAddress = cluster.FrontEnds[0].Url, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/live");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ClusterProcesses.AdminKey);
        using var answer = (await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token)).EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));

        // The other front end may first have to hear that somebody looks: sent until it is told.
        var sending = SendUntilHeardAsync();
        var hasLog = false;
        while (!(heard.GetValueOrDefault("stored") > 0 && heard.GetValueOrDefault("bot") > 0 && hasLog))
        {
            if (await lines.ReadLineAsync(patience.Token) is not { } line) Assert.Fail("The stream ended.");
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) hasLog |= Take(JsonElement.Parse(line["data: ".Length..]));
        }

        await patience.CancelAsync();
        await sending;

        bool Take(JsonElement message)
        {
            if (message.TryGetProperty("counts", out var counts))
            {
                foreach (var count in counts.EnumerateArray().Where(count => count[0].GetString() == site.Domain))
                    heard[count[1].GetString()!] = heard.GetValueOrDefault(count[1].GetString()!) + count[2].GetInt32();
            }

            return message.TryGetProperty("log", out _);
        }

        async Task SendUntilHeardAsync()
        {
            while (!patience.IsCancellationRequested)
            {
                await site.SendAsync(1, "/console");
                await site.SendAsync(1, "/console", agent: "Googlebot/2.1");
            }
        }
    }

    [Fact]
    public async Task A_key_that_is_revoked_on_one_front_end_opens_nothing_on_another_a_second_later()
    {
        var made = await CallAsync(0, HttpMethod.Post, "keys", ClusterProcesses.AdminKey, """{"name":"x"}""");
        var (id, key) = (made.Body.GetProperty("id").GetInt64(), made.Body.GetProperty("key").GetString()!);
        Assert.Equal(200, (await CallAsync(1, HttpMethod.Get, "sites", key)).Status);
        Assert.Equal(200, (await CallAsync(0, HttpMethod.Delete, $"keys/{id}", ClusterProcesses.AdminKey)).Status);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var status = 200;
        await Until.TrueAsync(async () => (status = (await CallAsync(1, HttpMethod.Get, "sites", key)).Status) == 401, _patience, () => $"Still answered {status}.");
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "The other front end went on taking a revoked key.");
    }

    [Fact]
    public async Task The_self_check_of_a_front_end_sees_through_a_silo_to_Redis_and_ClickHouse()
    {
        var found = await CallAsync(1, HttpMethod.Get, "system/selfcheck", ClusterProcesses.AdminKey);
        Assert.Equal(200, found.Status);
        var checks = found.Body.GetProperty("checks").EnumerateArray().ToLookup(check => check.GetProperty("id").GetString(), check => check.GetProperty("status").GetString());
        Assert.Equal(["ok"], checks["clickhouse"]);
        Assert.Equal(["ok"], checks["clock"]);
        Assert.NotEmpty(checks["durability"]);
    }

    private async Task<(int Status, JsonElement Body)> CallAsync(int frontEnd, HttpMethod method, string path, string key, string? body = null)
    {
        using var client = new HttpClient { BaseAddress = cluster.FrontEnds[frontEnd].Url };
        using var request = new HttpRequestMessage(method, $"api/v1/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null) request.Content = new StringContent(body);
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
