using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Ingest.Torture.Sizing;

/// <summary>Visitors who each send a pageview at a time, as fast as they are answered.</summary>
internal sealed class VisitorLoad(Uri service, int connections) : IDisposable
{
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    private static readonly string[] _referrers = ["https://news.ycombinator.com/", "https://www.google.com/", "https://t.co/x", "", ""];
    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>One pageview of each visitor; returns how long all took.</summary>
    /// <exception cref="InvalidOperationException">One was not answered 202: figures would be of something else.</exception>
    public async Task<TimeSpan> SendAsync(int first, int count)
    {
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = connections }, async (visitor, cancellationToken) =>
        {
            using var request = Request(visitor);
            using var answer = await _client.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.Accepted) throw new InvalidOperationException($"An event was answered {(int)answer.StatusCode}.");
        });
        return Stopwatch.GetElapsedTime(began);
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(int visitor)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"n":"pageview","u":"https://localhost/blog/{{Random.Shared.Next(500)}}/a-title-of-usual-length?utm_source=newsletter","d":"localhost","r":"{{_referrers[visitor % _referrers.Length]}}"}""");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, "api/event")) { Content = new StringContent(json, Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"100.{64 + (visitor >> 16)}.{(visitor >> 8) & 255}.{visitor & 255}"));
        return request;
    }
}
