using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>The console on an address of its own, and what its self-check says of a fresh start.</summary>
public sealed class ConsoleAddressTests
{
    private const string Key = "f1c2a9e07b5d48368ae1d09c47b2e6f3";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Console_and_API_move_to_their_own_address_and_events_stay()
    {
        var admin = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        await using var service = await ServiceProcess.StartAsync(("Ingest__AdminUrls", admin.ToString().TrimEnd('/')), ("Ingest__AdminKey", Key));
        foreach (var path in (string[])["", "api/v1/sites", "api/v1/live", "api/v1/keys", "api/v1/system/selfcheck"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new(service.Url, path)));
            if (path != "api/v1/live") Assert.Equal(HttpStatusCode.OK, await StatusAsync(new(admin, path)));
        }

        using var sent = await service.SendAsync("""{"n":"pageview","u":"http://localhost/","d":"localhost"}""");
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
    }

    [Fact]
    public async Task The_port_of_the_events_is_refused_as_the_consoles_own()
    {
        var port = FreePort.Next();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ServiceProcess.StartAsync(("Urls", $"http://127.0.0.1:{port}"), ("Ingest__AdminUrls", $"http://127.0.0.1:{port}")));
        Assert.Contains("give the console a port of its own", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_start_misses_a_geolocation_file_and_a_first_event_until_it_is_stored()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__AdminKey", Key));
        var found = "";
        await Until.TrueAsync(async () => (found = await FindingsAsync(service)) == "geo tracker", _patience, () => $"Found: {found}");
        using var sent = await service.SendAsync("""{"n":"pageview","u":"http://localhost/","d":"localhost"}""");
        await Until.TrueAsync(async () => (found = await FindingsAsync(service)) == "geo", _patience, () => $"Found: {found}");
    }

    private static async Task<string> FindingsAsync(ServiceProcess service)
    {
        using var request = Request(new(service.Url, "api/v1/system/selfcheck"));
        using var answer = await service.Client.SendAsync(request);
        var checks = JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("checks").EnumerateArray();
        return string.Join(' ', checks.Where(check => check.GetProperty("status").GetString() != "ok").Select(check => check.GetProperty("id").GetString()).Order());
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri address)
    {
        using var client = new HttpClient();
        using var request = Request(address);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static HttpRequestMessage Request(Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return request;
    }
}
