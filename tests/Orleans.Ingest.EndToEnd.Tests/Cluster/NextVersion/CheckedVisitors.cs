using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster.NextVersion;

/// <summary>Visitors with a live session each, of whom every front end is asked by <c>/api/v1/check</c>: there are enough that some live in each silo.</summary>
internal sealed class CheckedVisitors(ClusterProcesses cluster) : IDisposable
{
    /// <summary>Of them.</summary>
    public const int Count = 24;

    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromMinutes(1) };
    private readonly Dictionary<int, string?> _sessions = [];

    /// <summary>Checks made so far.</summary>
    public int Checks { get; private set; }

    /// <summary>Begins their sessions.</summary>
    public async Task BeginAsync()
    {
        for (var visitor = 0; visitor < Count; visitor++)
        {
            var address = AddressOf(visitor);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cluster.FrontEnds[visitor % cluster.FrontEnds.Count].Url, "api/event")) { Content = new StringContent(Event(visitor), Encoding.UTF8) };
            request.Headers.TryAddWithoutValidation("User-Agent", Agent);
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
            using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
    }

    /// <summary>Asks each front end of each visitor: the event would join the session that is there, the same one at every question, whichever version asks whichever.</summary>
    public async Task CheckAsync()
    {
        foreach (var (_, url) in cluster.FrontEnds)
        {
            for (var visitor = 0; visitor < Count; visitor++)
            {
                var decision = await CheckAsync(url, visitor);
                Assert.True(decision.GetProperty("accepted").GetBoolean(), decision.GetRawText());
                Assert.Equal("Firefox", decision.GetProperty("event").GetProperty("browser").GetString());
                Assert.True(decision.GetProperty("session").GetProperty("joins_live_session").GetBoolean(), decision.GetRawText());
                var session = decision.GetProperty("session").GetProperty("session_id").GetString();
                Assert.NotNull(session);
                Assert.Equal(_sessions.TryAdd(visitor, session) ? session : _sessions[visitor], session);
                Checks++;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    /// <summary>One decision. A 503 says that a member is just going: the question is asked again.</summary>
    private async Task<JsonElement> CheckAsync(Uri frontEnd, int visitor)
    {
        var text = "";
        await Until.TrueAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(frontEnd, "api/v1/check")) { Content = new StringContent(Event(visitor), Encoding.UTF8) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ClusterProcesses.AdminKey);
                using var answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
                text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable)) Assert.Fail($"{(int)answer.StatusCode}: {text}");
                return answer.StatusCode == HttpStatusCode.OK;
            },
            _patience,
            () => $"{frontEnd} answers: {text}");
        return JsonElement.Parse(text).GetProperty("decisions")[0];
    }

    private static string Event(int visitor) =>
        $$"""{"n":"pageview","u":"https://localhost/checked/{{visitor}}","d":"localhost","ip":"{{AddressOf(visitor)}}","user_agent":"{{Agent}}"}""";

    private static string AddressOf(int visitor) => string.Create(CultureInfo.InvariantCulture, $"203.0.113.{visitor + 1}");
}
