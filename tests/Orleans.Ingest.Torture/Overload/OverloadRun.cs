using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Torture.Fuzzing;
using Orleans.Ingest.Torture.Sizing;

namespace Orleans.Ingest.Torture.Overload;

/// <summary>Offers a service of its own much more than it can take, without waiting for its answers: most of it one site's, a third of that one visitor's.</summary>
public sealed class OverloadRun(OverloadOptions options, Action<string> say)
{
    private const string QuietSite = "quiet.example";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentBag<FuzzConnection> _free = [];
    private readonly Latencies _accepted = new();
    private readonly Latencies _shed = new();
    private long _others;
    private int _before;
    private int _sent;

    /// <summary>Runs it.</summary>
    public async Task<OverloadReport> RunAsync()
    {
        await using var service = await ServiceProcess.StartAsync();
        await service.CallSitesApiAsync(HttpMethod.Post, "", new { domain = QuietSite });
        await service.ClickHouse.EventuallyAsync("SELECT 1", "1");
        var capacity = await CapacityAsync(service);
        var before = await UsedByService.ReadAsync(service.Id);
        say(string.Create(CultureInfo.InvariantCulture, $"it takes {capacity:0} events a second and uses {before}"));

        var idle = await OpenIdleAsync(service);
        var ended = new CancellationTokenSource();
        var (memory, quiet) = (PeakMemoryAsync(service.Id, ended.Token), QuietAsync(service, ended.Token));
        var (offered, unsent) = await OfferAsync(service, capacity * options.Factor);
        var recovery = await RecoveryAsync(service);
        await ended.CancelAsync();
        foreach (var connection in idle) connection.Dispose();
        foreach (var connection in _free) connection.Dispose();
        var (quietAccepted, refused) = await quiet;
        var lost = await LostAsync(service);
        return new(options, capacity, offered, unsent, _accepted, _shed, _others, quietAccepted, refused, before, await memory, recovery, lost);
    }

    private async Task<double> CapacityAsync(ServiceProcess service)
    {
        var (began, accepted) = (Stopwatch.GetTimestamp(), 0);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            using var connection = new FuzzConnection(service.Url.Port);
            while (Stopwatch.GetElapsedTime(began) < options.Calm)
            {
                if ((await connection.SendAsync(Next(), _patience)).Status == 202) Interlocked.Increment(ref accepted);
            }
        })));
        _before = accepted;
        return accepted / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A request is sent when it is due, on a connection that nobody waits on; so answers that are late do not slow down what comes.</summary>
    private async Task<(long Offered, long Unsent)> OfferAsync(ServiceProcess service, double rate)
    {
        var (began, offered, unsent, open) = (Stopwatch.GetTimestamp(), 0L, 0L, 0);
        var underWay = new ConcurrentDictionary<Task, byte>();
        while (Stopwatch.GetElapsedTime(began) < options.Duration)
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate); offered < due; offered++)
            {
                if (!_free.TryTake(out var connection))
                {
                    if (open == options.Connections)
                    {
                        unsent++;
                        continue;
                    }

                    open++;
                    connection = new(service.Url.Port);
                }

                var sending = Task.Run(() => SendAsync(connection));
                underWay[sending] = 0;
                _ = sending.ContinueWith(done => underWay.TryRemove(done, out _), TaskScheduler.Default);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        await Task.WhenAll(underWay.Keys);
        return (offered, unsent);
    }

    private async Task SendAsync(FuzzConnection connection)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await connection.SendAsync(Next(), _patience);
            if (answer.Status == 202) _accepted.Add(Stopwatch.GetElapsedTime(began));
            else if (answer.Status == 503 && answer.Header("Retry-After") is not null) _shed.Add(Stopwatch.GetElapsedTime(began));
            else Interlocked.Increment(ref _others);
        }
        catch (TimeoutException)
        {
            Interlocked.Increment(ref _others);
        }

        _free.Add(connection);
    }

    private FuzzRequest Next()
    {
        var number = Interlocked.Increment(ref _sent);
        return Event("localhost", number, number % 3 == 0 ? 0 : 1 + (number % 5000));
    }

    private static FuzzRequest Event(string site, int number, int visitor)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"n":"pageview","u":"http://{{site}}/o/{{number}}","d":"{{site}}"}""");
        var head = string.Create(
            CultureInfo.InvariantCulture, $"POST /api/event HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl/8.0\r\nX-Forwarded-For: 10.7.{visitor / 250}.{visitor % 250}\r\nContent-Length: {body.Length}\r\n\r\n");
        return new([Encoding.ASCII.GetBytes(head + body)], []);
    }

    private async Task<FuzzConnection[]> OpenIdleAsync(ServiceProcess service)
    {
        var idle = Enumerable.Range(0, options.Idle).Select(_ => new FuzzConnection(service.Url.Port)).ToArray();
        foreach (var connection in idle) await connection.OpenAsync(CancellationToken.None);
        return idle;
    }

    private static async Task<(Latencies Accepted, int Refused)> QuietAsync(ServiceProcess service, CancellationToken ended)
    {
        var (accepted, refused) = (new Latencies(), 0);
        using var connection = new FuzzConnection(service.Url.Port);
        for (var number = 0; !ended.IsCancellationRequested; number++)
        {
            var began = Stopwatch.GetTimestamp();
            if ((await connection.SendAsync(Event(QuietSite, number, 60_000), _patience)).Status == 202) accepted.Add(Stopwatch.GetElapsedTime(began));
            else refused++;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }

        return (accepted, refused);
    }

    private static async Task<long> PeakMemoryAsync(int id, CancellationToken ended)
    {
        for (var peak = 0L; ; peak = Math.Max(peak, ProcessFigures.Of(id).Resident))
        {
            if (ended.IsCancellationRequested) return peak;
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
        }
    }

    private static async Task<TimeSpan> RecoveryAsync(ServiceProcess service)
    {
        var began = Stopwatch.GetTimestamp();
        using var connection = new FuzzConnection(service.Url.Port);
        for (var inARow = 0; inARow < 10 && Stopwatch.GetElapsedTime(began) < _patience;)
        {
            var sent = Stopwatch.GetTimestamp();
            var isFine = (await connection.SendAsync(Event(QuietSite, 0, 60_001), _patience)).Status == 202 && Stopwatch.GetElapsedTime(sent) < TimeSpan.FromMilliseconds(500);
            inARow = isFine ? inARow + 1 : 0;
        }

        return Stopwatch.GetElapsedTime(began);
    }

    private async Task<long> LostAsync(ServiceProcess service)
    {
        const string Stored = "SELECT uniqExact(pathname), count() FROM events_v2 WHERE site_id = 1";
        string[] row = [];
        var accepted = _before + _accepted.Count;
        try
        {
            await Until.TrueAsync(async () => Number((row = (await service.ClickHouse.QueryAsync(Stored))[0].Split('\t'))[0]) >= accepted, _patience, () => "");
        }
        catch (TimeoutException)
        {
            // What is missing is told as lost.
        }

        if (row[0] != row[1]) say($"DOUBLED: {row[1]} rows of {row[0]} events");
        return accepted - Number(row[0]);

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
