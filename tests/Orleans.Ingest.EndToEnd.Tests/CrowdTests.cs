using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests;

/// <summary>Many clients, slow ones, and ones that send far more than others: events of everybody else are accepted and stored.</summary>
public sealed class CrowdTests(ITestOutputHelper output)
{
    private const int Idle = 10_000;
    private const int Slow = 20;
    private const int Flooding = 100;
    private const int Quiet = 20;
    private const int EventsOfQuiet = 10;

    // Of a process that may open fewer files than that, connections are closed beyond them: ConnectionTests.
    private const int OwnFiles = 1000;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Beside_ten_thousand_idle_connections_events_are_accepted_and_each_of_them_may_send_one()
    {
        await using var service = await ServiceProcess.StartAsync();
        // Both processes have them open.
        var count = Math.Min(Idle, OpenFiles() - OwnFiles);
        output.WriteLine($"{count} idle connections");
        var idle = new ConcurrentBag<RawClient>();
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => idle.Add(await RawClient.OpenAsync(service.Url)));
            for (var i = 0; i < 50; i++)
            {
                using var answer = await service.SendAsync($$"""{"n":"pageview","u":"http://localhost/beside/{{i.ToString(CultureInfo.InvariantCulture)}}","d":"localhost"}""");
                Assert.Equal(202, (int)answer.StatusCode);
            }

            Assert.DoesNotContain(idle, client => client.HasHeard);
            foreach (var client in idle.Take(50)) Assert.StartsWith("HTTP/1.1 202", await client.SendPageviewAsync("/idle"), StringComparison.Ordinal);
            await service.ClickHouse.EventuallyAsync("SELECT uniqExact(pathname), countIf(pathname = '/idle'), count() FROM events_v2", _patience, "51\t50\t100");
        }
        finally
        {
            foreach (var client in idle) client.Dispose();
        }
    }

    [Fact]
    public async Task Clients_whose_headers_or_bodies_drip_are_closed_and_events_of_others_are_accepted_meanwhile()
    {
        await using var service = await ServiceProcess.StartAsync();
        var ofHeaders = await OpenAsync(service, "POST /api/event HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        var ofBody = await OpenAsync(service, "POST /api/event HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{\"n\":\"");
        RawClient[] all = [.. ofHeaders, .. ofBody];
        var accepted = 0;
        await Until.TrueAsync(
            async () =>
            {
                // A byte each, twenty times a second at most: less than the 240 bytes a second that a client must manage.
                foreach (var client in all.Where(client => !client.HasHeard)) await client.TrySendAsync("x");
                using var answer = await service.SendAsync($$"""{"n":"pageview","u":"http://localhost/{{accepted.ToString(CultureInfo.InvariantCulture)}}","d":"localhost"}""");
                Assert.Equal(202, (int)answer.StatusCode);
                accepted++;
                return all.All(client => client.HasHeard);
            },
            _patience,
            () => $"{all.Count(client => !client.HasHeard)} slow clients are still connected.");

        foreach (var client in all) Assert.Contains(await client.ReadLineAsync(), (string[])["", "HTTP/1.1 408 Request Timeout"]);
        foreach (var client in all) client.Dispose();
        var expected = accepted.ToString(CultureInfo.InvariantCulture);
        await service.ClickHouse.EventuallyAsync("SELECT count(), uniqExact(pathname) FROM events_v2", _patience, $"{expected}\t{expected}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_a_visitor_or_a_site_floods_the_service_every_event_of_the_others_is_accepted(bool isOneVisitor)
    {
        await using var service = await ServiceProcess.StartAsync();
        await service.ClickHouse.EventuallyAsync("SELECT 1", _patience, "1");
        var (hot, quiet) = (await TestSite.CreateAsync(service, "hot.example"), await TestSite.CreateAsync(service, "quiet.example"));
        foreach (var site in (TestSite[])[hot, quiet]) await site.BecomesKnownAsync();
        using var stop = new CancellationTokenSource();
        var flood = new ConcurrentDictionary<int, int>();
        var flooding = Task.WhenAll(Enumerable.Range(0, Flooding).Select(sender => FloodAsync(service, flood, isOneVisitor ? 0 : sender, stop.Token)));
        // It is under way.
        await Until.TrueAsync(() => flood.GetValueOrDefault(202) >= Flooding, () => $"The flood is answered {string.Join(' ', flood)}.");

        var before = flood.Values.Sum();
        // Visitors of the same site where one visitor floods it, else of another.
        var others = isOneVisitor ? hot : quiet;
        var answers = await Task.WhenAll(Enumerable.Range(0, Quiet).Select(visitor => QuietAsync(service, others.Domain, visitor)));
        Assert.NotEqual(before, flood.Values.Sum());
        await stop.CancelAsync();
        await flooding;

        Assert.All(answers.SelectMany(of => of), status => Assert.Equal(202, status));
        Assert.All(flood.Keys, status => Assert.Contains(status, (int[])[202, 503]));
        await others.HasEventsAsync("countIf(startsWith(pathname, '/quiet/')), uniqExactIf(pathname, startsWith(pathname, '/quiet/'))", $"{Quiet * EventsOfQuiet}\t{Quiet * EventsOfQuiet}");
        output.WriteLine($"the flood: {string.Join(' ', flood)}");
    }

    private static async Task FloodAsync(ServiceProcess service, ConcurrentDictionary<int, int> answers, int visitor, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) answers.AddOrUpdate(await SendAsync(service, "hot.example", "/flood", $"198.51.100.{visitor}"), 1, (_, count) => count + 1);
    }

    private static async Task<int[]> QuietAsync(ServiceProcess service, string domain, int visitor)
    {
        var answers = new int[EventsOfQuiet];
        for (var i = 0; i < answers.Length; i++) answers[i] = await SendAsync(service, domain, $"/quiet/{visitor}/{i}", $"192.0.2.{visitor}");
        return answers;
    }

    private static async Task<int> SendAsync(ServiceProcess service, string domain, string path, FormattableString address)
    {
        using var answer = await service.SendAsync($$"""{"n":"pageview","u":"http://{{domain}}{{path}}","d":"{{domain}}"}""", address: FormattableString.Invariant(address));
        return (int)answer.StatusCode;
    }

    private static async Task<RawClient[]> OpenAsync(ServiceProcess service, string beginning)
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => RawClient.OpenAsync(service.Url)));
        foreach (var client in clients) await client.TrySendAsync(beginning);
        return clients;
    }

    /// <summary>Files that this process, and so its children, may have open: the runtime has raised the soft limit to the hard one.</summary>
    private static int OpenFiles()
    {
        const string Name = "Max open files";
        var line = File.ReadLines("/proc/self/limits").Single(one => one.StartsWith(Name, StringComparison.Ordinal));
        return int.TryParse(line[Name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture, out var files) ? files : int.MaxValue;
    }
}
