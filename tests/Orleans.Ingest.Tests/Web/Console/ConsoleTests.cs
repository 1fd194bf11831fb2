using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Access;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Console;

public sealed partial class ConsoleTests
{
    [Fact]
    public async Task Without_a_key_there_is_only_the_log_in_form()
    {
        await using var web = await WebHost.StartAsync();
        using var form = await web.Http.GetAsync("/");
        var html = await form.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.Contains("type=\"password\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await web.ApiAsync(HttpMethod.Get, "/", key: "wrong")).Status);
        Assert.Contains("<script>", (await web.ApiAsync(HttpMethod.Get, "/")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WebHost.Key)]
    [InlineData(null)]
    public async Task The_policy_allows_the_pages_own_style_and_script_and_nothing_else(string? key)
    {
        await using var web = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (key is not null) request.Headers.Authorization = new("Bearer", key);
        using var answer = await web.Http.SendAsync(request);
        var html = await answer.Content.ReadAsStringAsync();
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));

        var inline = Inline().Matches(html);
        Assert.Equal(key is null ? 1 : 2, inline.Count);
        Assert.All(inline, block => Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(block.Groups["text"].Value)))}'", policy, StringComparison.Ordinal));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        // Nothing is fetched from anywhere, and nothing inline is left that the policy would refuse.
        Assert.DoesNotMatch(Outside(), html);
        Assert.DoesNotMatch(InlineAttribute(), html);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_log_in_gives_a_cookie_that_opens_page_and_api_until_it_is_cleared()
    {
        await using var web = await WebHost.StartAsync();
        using var answer = await LogInAsync(web, WebHost.Key);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

        Assert.Contains("<script>", await (await SendAsync(web, HttpMethod.Get, "/", cookie)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(web, HttpMethod.Get, "/api/v1/sites", cookie)).StatusCode);
        using var end = await SendAsync(web, HttpMethod.Post, "/console/logout", cookie, "same-origin");
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(end.Headers.GetValues("Set-Cookie")), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("same-origin", HttpStatusCode.Created)]
    [InlineData("cross-site", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task A_cookie_changes_something_for_our_own_page_alone(string? site, HttpStatusCode expected)
    {
        await using var web = await WebHost.StartAsync();
        using var answer = await LogInAsync(web, WebHost.Key);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];
        using var made = await SendAsync(web, HttpMethod.Post, "/api/v1/sites", cookie, site, """{"domain":"new.example"}""");
        Assert.Equal(expected, made.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Created, web.Cluster.Site("new.example").Settings is not null);
    }

    [Fact]
    public async Task A_wrong_key_logs_nobody_in_and_too_many_must_wait()
    {
        await using var web = await WebHost.StartAsync();
        for (var i = 0; i < FailedLogIns.MaxOfAddress; i++)
        {
            using var wrong = await LogInAsync(web, $"wrong {i}");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.False(wrong.Headers.Contains("Set-Cookie"));
        }

        using var right = await LogInAsync(web, WebHost.Key);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.False(right.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_key_for_one_site_does_not_open_the_console()
    {
        await using var web = await WebHost.StartAsync();
        web.Cluster.AddSite("a.example");
        var made = System.Text.Json.Nodes.JsonNode.Parse((await web.ApiAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"x","site":"a.example"}""")).Text)!;
        using var answer = await LogInAsync(web, (string)made["key"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task With_an_address_of_its_own_the_console_is_gone_from_where_events_come_in()
    {
        // No port of this host: it is served nowhere here.
        await using var web = await WebHost.StartAsync(settings: ("Ingest:AdminUrls", "http://127.0.0.1:1"));
        web.Cluster.AddSite("a.example");
        foreach (var path in (string[])["/", "/api/v1/sites", "/api/v1/keys", "/api/v1/live", "/api/v1/system/selfcheck"])
            Assert.Equal(HttpStatusCode.NotFound, (await web.ApiAsync(HttpMethod.Get, path)).Status);
        using var form = await LogInAsync(web, WebHost.Key);
        Assert.Equal(HttpStatusCode.NotFound, form.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await web.PageviewAsync("a.example")).StatusCode);
    }

    private static Task<HttpResponseMessage> LogInAsync(WebHost web, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/console/login") { Content = new FormUrlEncodedContent([new("key", key)]) };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return Client(web).SendAsync(request);
    }

    private static Task<HttpResponseMessage> SendAsync(WebHost web, HttpMethod method, string path, string cookie, string? site = null, string? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (body is not null) request.Content = new StringContent(body);
        return Client(web).SendAsync(request);
    }

    private static HttpClient Client(WebHost web) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = web.Http.BaseAddress };

    [GeneratedRegex("<(?<tag>style|script)>(?<text>.*?)</\\k<tag>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Inline();

    [GeneratedRegex("(src|href)=\"(https?:)?//|@import|url\\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Outside();

    [GeneratedRegex("<[^>]+\\s(style|on[a-z]+)=\"", RegexOptions.ExplicitCapture)]
    private static partial Regex InlineAttribute();
}
