using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.Torture.SameTruth;

/// <summary>Sends events one request after the other, each until every event of it is answered for good. Events have ids, so what was stored already is told as a duplicate.</summary>
internal sealed class DayPlayer : IDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);
    private readonly HttpClient _client = new();
    private readonly ITarget _target;
    private readonly TimeSpan _patience;
    private int _turn;

    public DayPlayer(ITarget target, TimeSpan patience)
    {
        (_target, _patience) = (target, patience);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ClusterProcesses.AdminKey);
    }

    /// <summary>Makes the site, with a goal and shields.</summary>
    public async Task MakeSiteAsync()
    {
        await CallAsync("api/v1/sites", new { domain = SyntheticDay.Domain });
        await CallAsync($"api/v1/sites/{SyntheticDay.Domain}/goals", new { event_name = "Purchase", currency = "EUR" });
        foreach (var (kind, value) in SyntheticDay.Shields) await CallAsync($"api/v1/sites/{SyntheticDay.Domain}/shields/{kind}", new { value });
        // A change takes effect everywhere within a second: the last one is seen when it is refused.
        await Until.TrueAsync(() => IsShieldedAsync(_target.FrontEnds), _patience, () => "The shields do not take effect.");
    }

    /// <summary>Lets the service make the salts of the day that it takes for today: a check shows the visitor's id, and stores nothing.</summary>
    public async Task MakeSaltsAsync()
    {
        var answer = await CheckAsync(_target.FrontEnds[0], "shop.example");
        if (!answer.Contains("\"accepted\":true", StringComparison.Ordinal)) throw new InvalidOperationException($"A check that asks for the salts is not accepted: {answer}");
    }

    /// <summary>Sends events of one request; returns when all are answered.</summary>
    public async Task SendAsync(IReadOnlyList<DayEvent> events)
    {
        var left = events;
        await Until.TrueAsync(async () => (left = await UnansweredAsync(left)).Count == 0, _patience, () => $"{left.Count} events are not answered.");
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyList<DayEvent>> UnansweredAsync(IReadOnlyList<DayEvent> events)
    {
        var frontEnds = _target.FrontEnds;
        try
        {
            using var answer = await _client.PostAsync(new Uri(frontEnds[_turn++ % frontEnds.Count], "api/v1/events"), Lines(events));
            if ((int)answer.StatusCode is not (200 or 503)) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
            using var body = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
            var unanswered = body.RootElement.TryGetProperty("results", out var results)
                ? [.. results.EnumerateArray().Select((result, i) => (Status: result.GetProperty("status").GetString(), Event: events[i])).Where(one => one.Status == "unavailable").Select(one => one.Event)]
                : events;
            if (unanswered.Count > 0) await Task.Delay(_pause, TimeProvider.System);
            return unanswered;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            // It was struck.
            await Task.Delay(_pause, TimeProvider.System);
            return events;
        }
    }

    private async Task<bool> IsShieldedAsync(IReadOnlyList<Uri> frontEnds)
    {
        foreach (var frontEnd in frontEnds)
        {
            if (!(await CheckAsync(frontEnd, "elsewhere.example")).Contains("\"accepted\":false", StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private async Task<string> CheckAsync(Uri frontEnd, string hostname)
    {
        var sent = $$"""{"n":"pageview","u":"https://{{hostname}}/","d":"{{SyntheticDay.Domain}}","ip":"192.0.2.1","user_agent":"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}""";
        using var answer = await _client.PostAsync(new Uri(frontEnd, "api/v1/check"), new StringContent(sent));
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task CallAsync(string path, object body)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri(_target.FrontEnds[0], path), body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static StringContent Lines(IEnumerable<DayEvent> events) => new(string.Join('\n', events.Select(e => e.Json)), Encoding.UTF8, "application/x-ndjson");
}
