using System.Net;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Health;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Health;

public sealed class HealthEndpointsTests
{
    [Fact]
    public async Task Health_is_200_while_events_are_accepted_and_503_otherwise()
    {
        await using var web = await WebHost.StartAsync();
        Assert.Equal((HttpStatusCode.OK, """{"status":"ok","reasons":[]}"""), await GetAsync(web, "/api/health"));
        web.Health = new(HealthStatus.Degraded, ["ClickHouse is away."]);
        Assert.Equal((HttpStatusCode.OK, """{"status":"degraded","reasons":["ClickHouse is away."]}"""), await GetAsync(web, "/health"));
        web.Health = new(HealthStatus.Unavailable, ["The log is full."]);
        foreach (var path in (string[])["/api/health", "/health", "/alive", "/ready", "/api/system/health/ready"])
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync(web, path)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, "/api/system/health/live")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(web, "/api/error")).Status);
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(WebHost web, string path) =>
        await web.ApiAsync(HttpMethod.Get, path, key: null);
}
