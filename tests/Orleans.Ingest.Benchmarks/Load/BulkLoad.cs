using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Orleans.Ingest.Benchmarks.Traffic;

namespace Orleans.Ingest.Benchmarks.Load;

/// <summary>Sends bulk requests, two at a time; bodies are made before the clock runs.</summary>
internal sealed class BulkLoad(HttpClient http, string key, RecordedTraffic traffic, int eventsPerRequest)
{
    private const int Senders = 2;
    private const int Prepared = 60;

    /// <summary>For as long as it takes, or until the prepared bodies are used up: an id may be sent once.</summary>
    public async Task<(long Accepted, TimeSpan Elapsed)> RunAsync(TimeSpan duration, bool ids)
    {
        var bodies = Enumerable.Range(0, Prepared).Select(_ => traffic.Bulk(eventsPerRequest, ids)).ToArray();
        var (next, accepted, began) = (-1, 0L, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < duration)
            {
                var turn = Interlocked.Increment(ref next);
                if (ids && turn >= bodies.Length) return;
                Interlocked.Add(ref accepted, await SendAsync(bodies[turn % bodies.Length]));
            }
        }));
        return (accepted, Stopwatch.GetElapsedTime(began));
    }

    private async Task<int> SendAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/events") { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode != HttpStatusCode.OK) throw new IOException($"A bulk request was answered {(int)answer.StatusCode}.");
        return text.AsSpan().Count("\"accepted\""u8);
    }
}
