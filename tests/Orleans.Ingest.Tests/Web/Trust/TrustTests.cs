using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Access;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Trust;

/// <summary>What a front end does not do for strangers (docs/security.md).</summary>
public sealed class TrustTests
{
    private const string Foreign = "https://evil.example";

    [Theory]
    [InlineData("/js/..%2fscript.js")]
    [InlineData("/js/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/js/../appsettings.json")]
    [InlineData("/js/..%5cappsettings.json")]
    [InlineData("/js/%2fetc%2fpasswd")]
    [InlineData("/js/script.js%00.txt")]
    [InlineData("/js//etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/appsettings.json")]
    [InlineData("/data/admin-key")]
    [InlineData("/console/../data/admin-key")]
    [InlineData("/console.html")]
    [InlineData("/api/v1/sites/..%2f..%2fkeys")]
    public async Task No_path_leads_to_a_file(string path)
    {
        await using var web = await WebHost.StartAsync();
        var answer = await RawAsync(web, $"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {WebHost.Key}\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 (404|400) ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_other_origins_may_send_events_and_load_the_script_and_nothing_else()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        foreach (var (method, path) in ((string, string)[])[("OPTIONS", "/api/event"), ("POST", "/api/event"), ("GET", "/js/script.js")])
            Assert.Equal("*", await AllowedOriginAsync(web, method, path));
        foreach (var path in (string[])["/", "/console/login", "/api/v1/sites", "/api/v1/sites/a.example", "/api/v1/sites/a.example/shields/ip", "/api/v1/sites/goals", "/api/v1/keys", "/api/v1/live", "/api/v1/events", "/api/v1/check", "/api/v1/system/selfcheck", "/api/health"])
        {
            foreach (var method in (string[])["GET", "POST", "PUT", "DELETE", "OPTIONS"]) Assert.Null(await AllowedOriginAsync(web, method, path));
        }
    }

    [Fact]
    public async Task Different_wrong_keys_at_the_API_make_an_address_wait_and_the_console_too_and_one_wrong_key_does_not()
    {
        await using var web = await WebHost.StartAsync();
        for (var i = 0; i < 3 * FailedLogIns.MaxOfAddress; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: "revoked")).Status);
        Assert.Equal(HttpStatusCode.OK, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites")).Status);

        for (var i = 1; i < FailedLogIns.MaxOfAddress; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, "/api/v1/sites", key: $"wrong {i}")).Status);
        var (status, text) = await web.ApiAsync(HttpMethod.Get, "/api/v1/sites");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Contains("wait a minute", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, (await web.PageviewAsync("a.example")).StatusCode);
    }

    [Fact]
    public async Task No_text_of_a_request_makes_the_service_connect_anywhere()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        var url = $"http://{elsewhere.LocalEndpoint}/";

        using (await web.PostAsync($$"""{"n":"{{url}}","u":"{{url}}","r":"{{url}}","p":{"path":"{{url}}","url":"{{url}}"},"d":"a.example"}""", ("Origin", url), ("Referer", url), ("X-Forwarded-Host", elsewhere.LocalEndpoint.ToString()!))) { }
        await web.ApiAsync(HttpMethod.Post, "/api/v1/check", $$"""{"n":"pageview","u":"{{url}}","r":"{{url}}","d":"a.example","user_agent":"{{url}}"}""");
        await web.ApiAsync(HttpMethod.Post, "/api/v1/events", $$"""[{"n":"pageview","u":"{{url}}","r":"{{url}}","d":"a.example"}]""");
        await web.ApiAsync(HttpMethod.Post, "/api/v1/sites", $$"""{"domain":"{{elsewhere.LocalEndpoint}}"}""");
        await web.ApiAsync(HttpMethod.Post, "/api/v1/sites/a.example/shields/hostname", $$"""{"value":"{{elsewhere.LocalEndpoint}}"}""");
        await web.ApiAsync(HttpMethod.Get, "/api/v1/system/selfcheck");
        Assert.False(elsewhere.Pending());

        // The listener would have noticed.
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)elsewhere.LocalEndpoint);
        Assert.True(elsewhere.Pending());
    }

    private static async Task<string?> AllowedOriginAsync(WebHost web, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Origin", Foreign);
        if (method == "OPTIONS") request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? Assert.Single(origins) : null;
    }

    /// <summary>As written: clients tidy paths up.</summary>
    private static async Task<string> RawAsync(WebHost web, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(web.Http.BaseAddress!.Host, web.Http.BaseAddress.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(connection.GetStream());
        return await reader.ReadToEndAsync();
    }
}
