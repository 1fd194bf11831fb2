using System.Net.Http.Headers;

namespace Orleans.Ingest.Benchmarks.Macro;

/// <summary>Open consoles: connections to the feed that read whatever it tells.</summary>
internal sealed class Watchers : IAsyncDisposable
{
    // A lease of the feed lasts six seconds; what follows is not watched.
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(7);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _reading = [];

    private Watchers()
    {
    }

    /// <summary>Opens them; each has been told something when the task completes, so the front end gathers.</summary>
    public static async Task<Watchers> OpenAsync(HttpClient client, string key, int count)
    {
        var watchers = new Watchers();
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/live") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var feed = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            var buffer = new byte[1 << 16];
            if (await feed.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false) == 0) throw new InvalidOperationException("The feed ended before it told anything.");
            watchers._reading.Add(watchers.ReadAsync(response, feed, buffer));
        }

        return watchers;
    }

    /// <summary>Closes them and waits until nobody is taken to look any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_reading);
        if (_reading.Count > 0) await Task.Delay(_lease, TimeProvider.System);
        _closing.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response, Stream feed, byte[] buffer)
    {
        using (response)
        {
            try
            {
                while (await feed.ReadAsync(buffer, _closing.Token) > 0)
                {
                }

                throw new InvalidOperationException("The feed ended: the measurement is not of an open console.");
            }
            catch (OperationCanceledException)
            {
                // Closed, as asked.
            }
        }
    }
}
