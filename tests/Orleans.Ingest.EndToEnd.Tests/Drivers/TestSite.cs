using System.Globalization;
using System.Text.Json;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Drivers;

/// <summary>A site of one test's own, so that many tests share a service.</summary>
internal sealed class TestSite(ServiceProcess service, string domain, long id)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    public string Domain => domain;

    /// <summary>Makes a site over the Sites API.</summary>
    public static async Task<TestSite> CreateAsync(ServiceProcess service, string domain)
    {
        var site = await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain });
        return new(service, domain, site.GetProperty("id").GetInt64());
    }

    /// <summary>Adds or changes something of the site, such as <c>goals</c> or <c>shields/page</c>.</summary>
    public Task<JsonElement> PostAsync(string what, object value) => service.CallSitesApiAsync(HttpMethod.Post, $"/{domain}/{what}", value);

    /// <summary>Changes the site's settings.</summary>
    public Task<JsonElement> PutAsync(object value) => service.CallSitesApiAsync(HttpMethod.Put, $"/{domain}", value);

    /// <summary>Waits until the service knows the site. The bots that ask leave no event.</summary>
    public async Task BecomesKnownAsync()
    {
        var last = "";
        await Until.TrueAsync(
            async () =>
            {
                using var answer = await service.SendAsync($$"""{"n":"pageview","u":"http://{{domain}}/","d":"{{domain}}"}""", "Googlebot/2.1");
                last = answer.Headers.TryGetValues("x-ingest-drop-reason", out var reasons) ? string.Join(',', reasons) : "";
                return last.Length > 0 && last != "not_found";
            },
            _patience,
            () => $"{domain} is answered '{last}'.");
    }

    /// <summary>Waits until the site's events, engagements aside, are these: columns parted by tabs, in the order of the first.</summary>
    public Task HasEventsAsync(string columns, params string[] rows) => EventuallyAsync("events_v2", "name NOT IN ('engagement', 'pageleave')", columns, rows);

    /// <summary>Waits until all events of the site are these.</summary>
    public Task HasAllEventsAsync(string columns, params string[] rows) => EventuallyAsync("events_v2", "true", columns, rows);

    /// <summary>Waits until the site's engagements are these.</summary>
    public Task HasEngagementsAsync(string columns, params string[] rows) => EventuallyAsync("events_v2", "name = 'engagement'", columns, rows);

    /// <summary>Waits until the site's sessions are these.</summary>
    public Task HasSessionsAsync(string columns, params string[] rows) => EventuallyAsync("sessions_v2 FINAL", "sign = 1", columns, rows);

    private Task EventuallyAsync(string table, string condition, string columns, string[] rows) =>
        service.ClickHouse.EventuallyAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM {table} WHERE site_id = {id} AND {condition} ORDER BY ALL"), rows);
}
