using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Privacy;

/// <summary>Sends events of marked visitors in every way that a visitor, a proxy or a backend can, and gathers how they were answered.</summary>
internal sealed class MarkedTraffic(Uri service, string adminKey) : IDisposable
{
    /// <summary>The last of the marked IPv4 addresses.</summary>
    public const int LastAddress = 60;

    /// <summary>Addresses with a meaning for the service's lists.</summary>
    public const int Datacentre = 50, Threat = 51, AnonymousVpn = 52;

    /// <summary>Every header that names a visitor, believed or not, in each spelling.</summary>
    private static readonly (string Name, string Value)[] _headers =
    [
        ("X-Forwarded-For", Marks.V4Of(11)),
        ("X-Forwarded-For", $"{Marks.V4Of(12)}:4711"),
        ("X-Forwarded-For", $"unknown, {Marks.V4Of(13)}, {Marks.V4Of(14)}"),
        ("X-Forwarded-For", $"[{Marks.V6Of(15)}]:4711"),
        ("X-Forwarded-For", "2001:0DB8:7C1F:0E55:0000:0000:0000:0016"),
        ("X-Forwarded-For", $"::ffff:{Marks.V4Of(17)}"),
        ("X-Forwarded-For", $"{Marks.V4Of(18)}.no-address, {Marks.V6Of(18)}%eth0"),
        ("Forwarded", $"for={Marks.V4Of(19)};proto=https"),
        ("Forwarded", $"for=\"[{Marks.V6Of(20)}]:80\";by={Marks.V4Of(20)}"),
        ("X-Plausible-IP", Marks.V4Of(21)),
        ("CF-Connecting-IP", Marks.V6Of(22)),
        ("B-Forwarded-For", $"{Marks.V4Of(23)}, {Marks.V4Of(24)}"),
        ("X-Real-IP", Marks.V4Of(25)),
        ("True-Client-IP", Marks.V4Of(26)),
        ("X-Client-IP", Marks.V4Of(27)),
        ("Via", $"1.1 {Marks.V4Of(28)}"),
        ("baggage", $"visitor={Marks.V4Of(29)}"),
    ];

    private readonly HttpClient _client = new() { BaseAddress = service, Timeout = TimeSpan.FromMinutes(2) };
    private readonly HashSet<string> _reasons = [];
    private int _sent;

    /// <summary>Path of the last event that may be found again.</summary>
    public string LastPath => $"/{Marks.Path}/{_sent}";

    /// <summary>Reasons for which events were dropped.</summary>
    public IReadOnlySet<string> Reasons => _reasons;

    /// <summary>An event for each header, and one for each field of the bulk endpoint and of the check.</summary>
    public async Task SendValidAsync()
    {
        foreach (var (name, value) in _headers) Assert.Equal("202", await SendAsync("localhost", (name, value)));
        await CallAsync("events", adminKey, $"[{Item(Marks.V4Of(31))},{Item(Marks.V6Of(32))},{Item($"[{Marks.V6Of(33)}]:443")},{Item("2001:0DB8:7C1F:0E55::0034")},{Item($"{Marks.V4Of(35)}.no-address")}]", HttpStatusCode.OK);
        await CallAsync("check", adminKey, Item(Marks.V4Of(36)), HttpStatusCode.OK);
        await CallAsync("check", adminKey, Item(Marks.V6Of(37)), HttpStatusCode.OK);
        await DebugAsync();
    }

    /// <summary>Requests that cannot be used: by the service, and by the server below it.</summary>
    public async Task SendInvalidAsync()
    {
        var from = ("X-Forwarded-For", Marks.V4Of(41));
        Assert.Equal("400", await PostAsync("{", from));
        Assert.Equal("400", await PostAsync("""{"n":"pageview","d":"localhost"}""", from));
        Assert.Equal("413", await PostAsync(new string('x', 1_100_000), from));
        await CallAsync("check", adminKey, $$"""{"ip":"{{Marks.V4Of(42)}}","user_agent":"{{Marks.Browser}}"}""", HttpStatusCode.BadRequest);
        await CallAsync("events", $"{adminKey}-wrong", $"[{Item(Marks.V4Of(43))}]", HttpStatusCode.Unauthorized);
        await CallAsync("events", adminKey, $"[{Item(Marks.V4Of(44))}", HttpStatusCode.BadRequest);
        await PostKeyAsync(from);
        await RawAsync($"POST /api/event HTTP/1.1\r\nHost: x\r\nX-Forwarded-For {Marks.V4Of(45)}\r\n\r\n");
        await RawAsync($"POST /api/event HTTP/1.1\r\nHost: x\r\nUser-Agent: {Marks.Browser}\0\r\n\r\n");
        await RawAsync($"POST /api/event HTTP/1.1\r\nHost: x\r\n{Marks.Agent} Header: {Marks.V4Of(46)}\r\n\r\n");
        await RawAsync($"{Marks.V4Of(47)} {Marks.Agent}\r\n\r\n");
        await RawAsync($"POST /api/event HTTP/1.1\r\nHost: {Marks.Agent} {Marks.V4Of(47)}\r\n\r\n");
        await RawAsync($"POST /api/event HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {Marks.V4Of(48)}\r\nUser-Agent: {Marks.Browser}\r\nContent-Length: 100\r\n\r\n{{\"n\":");
        await RawAsync($"POST /api/event HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {Marks.V4Of(49)}\r\nUser-Agent: {Marks.Browser}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    }

    /// <summary>Sends pageviews from a marked browser until one is dropped for a reason.</summary>
    public Task IsDroppedAsync(string reason, string domain, string address, string? agent = null, string page = "/", string name = "pageview", params (string Name, string Value)[] headers)
    {
        var last = "";
        return Until.TrueAsync(
            async () => (last = await PostAsync(
                $$"""{"n":"{{name}}","u":"http://{{domain}}{{page}}","d":"{{domain}}","e":1000{{(reason == "spam_referrer" ? ",\"r\":\"http://semalt.com/\"" : "")}}}""",
                [("X-Forwarded-For", address), ("User-Agent", agent ?? Marks.Browser), .. headers])) == $"202 {reason}",
            TimeSpan.FromSeconds(30),
            () => $"{domain} answers '{last}', not '{reason}'.");
    }

    /// <summary>An event whose path may be found again: the answer's status, and the reason if it was dropped.</summary>
    public async Task<string> SendAsync(string domain, params (string Name, string Value)[] headers)
    {
        _sent++;
        return await PostAsync($$"""{"n":"pageview","u":"http://{{domain}}/{{Marks.Path}}/{{_sent}}","d":"{{domain}}"}""", headers);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static string Item(string address) => $$"""{"n":"pageview","u":"http://localhost/{{Marks.Path}}/bulk","d":"localhost","ip":"{{address}}","user_agent":"{{Marks.Browser}}"}""";

    private async Task<string> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = Marked(new(HttpMethod.Post, "api/event") { Content = new StringContent(body) }, headers);
        using var answer = await _client.SendAsync(request);
        if (!answer.Headers.TryGetValues("x-ingest-drop-reason", out var reasons)) return $"{(int)answer.StatusCode}";
        _reasons.UnionWith(reasons);
        return $"{(int)answer.StatusCode} {string.Join(',', reasons)}";
    }

    private async Task CallAsync(string what, string key, string body, HttpStatusCode expected)
    {
        using var request = Marked(new(HttpMethod.Post, $"api/v1/{what}") { Content = new StringContent(body, Encoding.UTF8, "application/json") }, ("X-Forwarded-For", Marks.V4Of(40)));
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await _client.SendAsync(request);
        Assert.True(answer.StatusCode == expected, $"{what} {body}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task DebugAsync()
    {
        using var request = Marked(new(HttpMethod.Post, "api/event"), ("X-Forwarded-For", Marks.V4Of(38)), ("X-Debug-Request", "true"));
        using var answer = await _client.SendAsync(request);
        Assert.Contains(Marks.V4Of(38), await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A wrong key at the console's door, often enough that the address must wait: it is in memory then.</summary>
    private async Task PostKeyAsync((string Name, string Value) from)
    {
        var status = HttpStatusCode.OK;
        for (var i = 0; i < 12; i++)
        {
            using var request = Marked(new(HttpMethod.Post, "console/login") { Content = new FormUrlEncodedContent([new("key", $"wrong-{i}")]) }, from, ("Sec-Fetch-Site", "same-origin"));
            using var answer = await _client.SendAsync(request);
            status = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    /// <summary>Bytes that no client would send, and the end of the connection.</summary>
    private async Task RawAsync(string text)
    {
        using var connection = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await connection.ConnectAsync(service.Host, service.Port);
        // Nothing, a 400, or a reset: what matters is what is written of it.
        try
        {
            await connection.SendAsync(Encoding.UTF8.GetBytes(text));
            connection.Shutdown(SocketShutdown.Send);
            var answer = new byte[1024];
            while (await connection.ReceiveAsync(answer) > 0)
            {
            }
        }
        catch (SocketException)
        {
        }
    }

    private static HttpRequestMessage Marked(HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (!request.Headers.Contains("User-Agent")) request.Headers.TryAddWithoutValidation("User-Agent", Marks.Browser);
        request.Headers.TryAddWithoutValidation("Sec-CH-UA", $"\"{Marks.Agent}Brand\";v=\"9\"");
        request.Headers.TryAddWithoutValidation("Sec-CH-UA-Platform", $"\"{Marks.Agent}Platform\"");
        request.Headers.TryAddWithoutValidation("Sec-CH-UA-Platform-Version", "\"9.7777.77\"");
        request.Headers.TryAddWithoutValidation("Sec-CH-UA-Full-Version-List", $"\"{Marks.Agent}Brand\";v=\"9.0.7777.77\", \"Brave\";v=\"140.0.7777.77\"");
        request.Headers.TryAddWithoutValidation("Sec-CH-UA-Model", $"\"{Marks.Agent}Model\"");
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.TryAddWithoutValidation("tracestate", $"visitor={Marks.Agent}State");
        return request;
    }
}
