using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Orleans.Ingest.Torture;

/// <summary>
/// Sends numbered events at a steady rate, whatever the service does, and writes down what it answers. An event's number is its path, so that it is
/// known again in ClickHouse.
/// </summary>
public sealed class EventSender : IAsyncDisposable
{
    private const string Agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    private readonly TortureOptions _options;
    private readonly HttpClient _client;
    private readonly IReadOnlyList<Uri> _services;
    private readonly CancellationTokenSource _stop = new();
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Task _work;
    private long _lastAccepted;
    private long _longestWait;
    private int _next = -1;

    /// <summary>Begins to send.</summary>
    public EventSender(IReadOnlyList<Uri> services, TortureOptions options)
    {
        _options = options;
        _services = services;
        _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = options.Connections, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(60) };
        _work = Task.WhenAll(Enumerable.Range(0, options.Connections).Select(_ => Task.Run(SendAsync)));
    }

    /// <summary>The answers so far.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>What was refused so far.</summary>
    public ConcurrentQueue<Refusal> Refusals { get; } = [];

    /// <summary>The longest that an accepted event waited for its 202.</summary>
    public TimeSpan LongestWait => TimeSpan.FromTicks(Interlocked.Read(ref _longestWait));

    /// <summary>Awaits a 202 to an event that was sent after this call.</summary>
    public async Task AcceptedAsync(TimeSpan patience)
    {
        var now = Stopwatch.GetTimestamp();
        await Drivers.Until.TrueAsync(
            () => Task.FromResult(Interlocked.Read(ref _lastAccepted) > now), patience, () => $"No event was accepted for {patience}.");
    }

    /// <summary>Stops sending and waits for the answers that are due.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _work;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        while (true)
        {
            var number = Interlocked.Increment(ref _next);
            var due = TimeSpan.FromSeconds((double)number / _options.Rate) - Stopwatch.GetElapsedTime(_began);
            if (due > TimeSpan.Zero) await Task.Delay(due, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stop.IsCancellationRequested) return;
            var sent = Stopwatch.GetTimestamp();
            var answer = await AnswerAsync(number);
            Ledger.Write(number, answer);
            if (answer == Answer.Refused) Refusals.Enqueue(new(sent, Stopwatch.GetTimestamp()));
            if (answer == Answer.Accepted)
            {
                Raise(ref _lastAccepted, sent);
                Raise(ref _longestWait, Stopwatch.GetElapsedTime(sent).Ticks);
            }

            // Nobody listens: as much as the rate asks for, but no busy loop of refused connections.
            if (answer == Answer.Unanswered) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private async Task<Answer> AnswerAsync(int number)
    {
        try
        {
            using var request = Request(number);
            using var answer = await _client.SendAsync(request);
            return answer.StatusCode switch
            {
                HttpStatusCode.Accepted => answer.Headers.Contains("x-plausible-dropped") ? Answer.Dropped : Answer.Accepted,
                HttpStatusCode.ServiceUnavailable => Answer.Refused,
                _ => Answer.Unexpected,
            };
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException)
        {
            return Answer.Unanswered;
        }
    }

    /// <summary>Pageviews mostly, with custom events and engagements between, of visitors some of whom come far more often than others.</summary>
    private HttpRequestMessage Request(int number)
    {
        var random = new Random(number);
        var visitor = (int)(_options.Visitors * Math.Pow(random.NextDouble(), 3));
        var what = random.Next(10) switch
        {
            0 => "\"n\":\"Signup\",\"p\":{\"plan\":\"pro\",\"step\":2}",
            1 => "\"n\":\"engagement\",\"sd\":40,\"e\":1500",
            _ => "\"n\":\"pageview\"",
        };
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{{{what}},"u":"https://localhost/e/{{number}}","d":"localhost","r":"https://news.ycombinator.com/"}""");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_services[number % _services.Count], "api/event")) { Content = new StringContent(json, Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"198.18.{visitor / 250}.{visitor % 250}"));
        return request;
    }

    private static void Raise(ref long highest, long value)
    {
        for (var last = Interlocked.Read(ref highest); value > last; last = Interlocked.Read(ref highest))
        {
            if (Interlocked.CompareExchange(ref highest, value, last) == last) return;
        }
    }
}
