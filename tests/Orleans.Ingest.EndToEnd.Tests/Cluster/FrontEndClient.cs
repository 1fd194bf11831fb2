using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>A member of a cluster as visitors, owners of sites and orchestrators see it.</summary>
internal sealed class FrontEndClient(Uri url) : IDisposable
{
    private const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    private readonly HttpClient _client = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(3) };

    /// <summary>Its address.</summary>
    public Uri Url { get; } = url;

    /// <summary>Sends a pageview: the answer's status, and why it was dropped. Fails where a 503 does not say when to come back.</summary>
    public async Task<string> SendAsync(string domain, string path, string? address = null, string? agent = null)
    {
        using var answer = await PostAsync(domain, path, address, agent);
        if (answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: null }) throw new InvalidOperationException("A 503 without Retry-After.");
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        return answer.Headers.TryGetValues("x-ingest-drop-reason", out var reasons) ? $"{status} {string.Join(',', reasons)}" : status;
    }

    /// <summary>Which visitor's address it has seen, and why.</summary>
    public async Task<string> DebugAsync(string claimedAddress)
    {
        using var answer = await PostAsync("localhost", "/", claimedAddress, null, isDebug: true);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>What would become of a pageview, sent from the same browser.</summary>
    public async Task<JsonElement> CheckAsync(string domain, string path, string address)
    {
        var json = $$"""{"n":"pageview","u":"http://{{domain}}{{path}}","d":"{{domain}}","ip":"{{address}}","user_agent":"{{Browser}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/check") { Content = new StringContent(json) };
        request.Headers.Authorization = new("Bearer", ClusterProcesses.AdminKey);
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text).GetProperty("decisions")[0] : throw new InvalidOperationException($"{(int)answer.StatusCode} {text}");
    }

    /// <summary>Calls the Sites API; fails when it refuses.</summary>
    public async Task<JsonElement> CallSitesApiAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/sites{path}") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", ClusterProcesses.AdminKey);
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(text) : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Status and body of its health; nothing where it cannot be reached.</summary>
    public async Task<(HttpStatusCode? Status, string Body)> HealthAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("health", UriKind.Relative));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException error)
        {
            return (null, error.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string domain, string path, string? address, string? agent, bool isDebug = false)
    {
        var json = $$"""{"n":"pageview","u":"http://{{domain}}{{path}}","d":"{{domain}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/event") { Content = new StringContent(json, Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("User-Agent", agent ?? Browser);
        if (address is not null) request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        if (isDebug) request.Headers.TryAddWithoutValidation("X-Debug-Request", "true");
        return await _client.SendAsync(request);
    }
}
