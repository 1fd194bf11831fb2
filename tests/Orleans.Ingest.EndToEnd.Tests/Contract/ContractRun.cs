using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Contract;

/// <summary>Sends the requests of all cases to one service, each to a site of its own, and keeps the answers.</summary>
public sealed class ContractRun : IAsyncLifetime
{
    private readonly Dictionary<string, (TestSite Site, List<string> Answers)> _results = [];
    private ServiceProcess? _service;

    internal ClickHouseHttp ClickHouse => _service!.ClickHouse;

    public async ValueTask InitializeAsync()
    {
        _service = await ServiceProcess.StartAsync();
        foreach (var one in ContractCases.All) _results.Add(one.Rule, (await SiteOf(one), []));
        foreach (var one in ContractCases.All)
        {
            var (site, answers) = _results[one.Rule];
            foreach (var sent in one.Requests) answers.Add(await AnswerOf(sent, site.Domain));
        }

        // Who expects no row must not look before all rows are there.
        using var last = await _service.SendAsync("""{"n":"last","u":"http://localhost/","d":"localhost"}""");
        await _service.ClickHouse.EventuallyAsync("SELECT count() FROM events_v2 WHERE name = 'last'", "1");
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
    }

    internal (TestSite Site, IReadOnlyList<string> Answers) ResultOf(string rule) => _results[rule];

    private async Task<TestSite> SiteOf(ContractCase one)
    {
        var site = await TestSite.CreateAsync(_service!, string.Create(CultureInfo.InvariantCulture, $"case{_results.Count}.test"));
        foreach (var (kind, value) in one.Shields) await site.PostAsync($"shields/{kind}", new { value });
        foreach (var (name, currency) in one.Goals) await site.PostAsync("goals", new { event_name = name, currency });
        if (one.Settings is not null) await site.PutAsync(one.Settings);
        await site.BecomesKnownAsync();
        return site;
    }

    private async Task<string> AnswerOf(Sent sent, string domain)
    {
        var json = sent.Json.Replace("$SITE", domain, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/event") { Content = new StringContent(json, Encoding.UTF8, "text/plain") };
        foreach (var (name, value) in sent.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _service!.Client.SendAsync(request);
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (answer.StatusCode != HttpStatusCode.Accepted) return $"{status} {ErrorsOf(await answer.Content.ReadAsStringAsync())}";
        return answer.Headers.TryGetValues("x-ingest-drop-reason", out var reasons) ? $"{status} {string.Join(',', reasons)}" : status;
    }

    private static string ErrorsOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("errors").GetRawText();
    }
}
