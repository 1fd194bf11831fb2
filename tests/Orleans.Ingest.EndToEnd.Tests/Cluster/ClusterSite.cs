using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans.Ingest.Drivers;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>A site of one test's own, and how often each answer was given to its events.</summary>
internal sealed class ClusterSite
{
    private const string Bot = "Googlebot/2.1";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly RunningCluster _cluster;
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);

    private ClusterSite(RunningCluster cluster, string domain, long id) => (_cluster, Domain, Id) = (cluster, domain, id);

    public string Domain { get; private set; }

    public long Id { get; }

    /// <summary>Makes a site over one front end, and waits until the other knows it too.</summary>
    public static async Task<ClusterSite> CreateAsync(RunningCluster cluster, string domain)
    {
        var made = await cluster.FrontEnds[0].CallSitesApiAsync(HttpMethod.Post, "", new { domain });
        var site = new ClusterSite(cluster, domain, made.GetProperty("id").GetInt64());
        for (var frontEnd = 0; frontEnd < cluster.FrontEnds.Count; frontEnd++) await site.IsAnsweredAsync(frontEnd, "202 bot", agent: Bot);
        return site;
    }

    /// <summary>How many of its events were answered so.</summary>
    public int Count(string answer) => _answers.GetValueOrDefault(answer);

    /// <summary>Changes the site, or something of it such as <c>/shields/page</c>, over a front end.</summary>
    public Task<JsonElement> ChangeAsync(int frontEnd, HttpMethod method, string what, object? value) => _cluster.FrontEnds[frontEnd].CallSitesApiAsync(method, $"/{Domain}{what}", value);

    /// <summary>Gives it another domain.</summary>
    public async Task RenameAsync(int frontEnd, string domain)
    {
        await ChangeAsync(frontEnd, HttpMethod.Put, "", new { domain });
        Domain = domain;
    }

    /// <summary>Sends a pageview and counts its answer.</summary>
    public async Task<string> SendAsync(int frontEnd, string path, string? address = null, string? agent = null, string? domain = null)
    {
        var answer = await _cluster.FrontEnds[frontEnd].SendAsync(domain ?? Domain, path, address, agent);
        _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
        return answer;
    }

    /// <summary>Sends pageviews until one is answered so.</summary>
    public async Task IsAnsweredAsync(int frontEnd, string expected, string path = "/", string? agent = null)
    {
        var last = "";
        await Until.TrueAsync(async () => (last = await SendAsync(frontEnd, path, agent: agent)) == expected, _patience, () => $"{Domain}{path} is answered '{last}', not '{expected}'.");
    }

    /// <summary>Waits until its events are these: columns parted by tabs.</summary>
    public Task HasEventsAsync(string columns, params string[] rows) => HasAsync("events_v2", columns, rows);

    /// <summary>Waits until its sessions are these.</summary>
    public Task HasSessionsAsync(string columns, params string[] rows) => HasAsync("sessions_v2", columns, rows);

    /// <summary>Waits until what was counted for its domain is what was answered, and nothing else.</summary>
    public Task HasCountersOfItsAnswersAsync() => _cluster.ClickHouse.EventuallyAsync(
        $"SELECT metric, sum(value) FROM ingest_counters WHERE domain = '{Domain}' GROUP BY metric ORDER BY metric",
        _patience,
        [.. _answers.Select(one => string.Create(CultureInfo.InvariantCulture, $"{MetricOf(one.Key)}\t{one.Value}")).Order(StringComparer.Ordinal)]);

    private static string MetricOf(string answer) => answer == "202" ? "buffered" : $"dropped_{answer.Split(' ')[1]}";

    private Task HasAsync(string table, string columns, string[] rows) =>
        _cluster.ClickHouse.EventuallyAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT {columns} FROM {table} WHERE site_id = {Id} ORDER BY ALL"), _patience, rows);
}
