using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Telemetry;

/// <summary>The Orleans dashboard, as an owner and as anyone else meets it.</summary>
public sealed class DashboardTests
{
    private const string Key = "0123456789abcdef-dashboard";

    [Fact]
    public async Task It_opens_to_the_admin_key_alone_and_shows_no_grains_state()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__Dashboard", "true"), ("Ingest__AdminKey", Key));
        using var anyone = await GetAsync(service, "dashboard/DashboardCounters", null);
        Assert.Equal(HttpStatusCode.Unauthorized, anyone.StatusCode);
        Assert.Equal("Basic", Assert.Single(anyone.Headers.WwwAuthenticate).Scheme);
        using var wrong = await GetAsync(service, "dashboard/", "0123456789abcdef-dashboarD");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);

        using var page = await GetAsync(service, "dashboard/", Key);
        Assert.Contains("<html", await page.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        // The dashboard gathers its figures in the background.
        var counted = "";
        await Until.TrueAsync(
            async () =>
            {
                using var counters = await GetAsync(service, "dashboard/DashboardCounters", Key);
                counted = await counters.Content.ReadAsStringAsync();
                return counted.Contains("\"totalActiveHostCount\":1", StringComparison.OrdinalIgnoreCase);
            },
            TimeSpan.FromMinutes(1),
            () => $"The dashboard does not see the silo: {counted}");
        using var state = await GetAsync(service, "dashboard/grainstate?grainId=0&grainType=x", Key);
        Assert.Equal(HttpStatusCode.Forbidden, state.StatusCode);
    }

    [Fact]
    public async Task It_is_not_there_unless_it_is_asked_for()
    {
        await using var service = await ServiceProcess.StartAsync(("Ingest__AdminKey", Key));
        using var page = await GetAsync(service, "dashboard/", Key);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
    }

    private static Task<HttpResponseMessage> GetAsync(ServiceProcess service, string path, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"owner:{key}")));
        return service.Client.SendAsync(request);
    }
}
