using System.Globalization;
using System.Net;
using Orleans.Ingest.Drivers;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>Redis is away, or full, for longer than an event is tried again: events are answered 503, and all heals by itself without losing or doubling one.</summary>
public sealed class RedisOutageTests
{
    private const long SomeEvents = 1_000_000;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly HashSet<int> _accepted = [];
    private int _next;

    [Fact]
    public async Task Redis_stands_still_and_then_is_gone()
    {
        await using var cluster = await StartAsync();
        using var frontEnd = new FrontEndClient(cluster.FrontEnds[0].Url);
        await IsAnsweredAsync(frontEnd, "202");

        await cluster.Redis.SignalAsync("STOP");
        await IsAnsweredAsync(frontEnd, "503");
        await IsUnhealthyAsync(frontEnd, "cannot be written");
        await cluster.Redis.SignalAsync("CONT");
        await IsAnsweredAsync(frontEnd, "202");

        cluster.Redis.Kill();
        await IsAnsweredAsync(frontEnd, "503");
        cluster.Redis.Start();
        await IsAnsweredAsync(frontEnd, "202");
        await AllAreStoredOnceAsync(cluster);
    }

    [Fact]
    public async Task Redis_is_out_of_memory_until_it_is_given_more_or_ClickHouse_takes_what_waits()
    {
        await using var cluster = await StartAsync();
        using var frontEnd = new FrontEndClient(cluster.FrontEnds[0].Url);
        var memory = new RedisMemory(cluster.RedisAddress);
        await IsAnsweredAsync(frontEnd, "202");

        await memory.LimitAsync(more: -SomeEvents);
        await IsAnsweredAsync(frontEnd, "503");
        await IsUnhealthyAsync(frontEnd, "maxmemory");
        await memory.LimitAsync(null);
        await IsAnsweredAsync(frontEnd, "202");

        await cluster.ClickHouseProcess.SignalAsync("STOP");
        await memory.LimitAsync(more: SomeEvents);
        await IsAnsweredAsync(frontEnd, "503");
        await cluster.ClickHouseProcess.SignalAsync("CONT");
        await IsAnsweredAsync(frontEnd, "202");
        await AllAreStoredOnceAsync(cluster);
    }

    private static Task<ClusterProcesses> StartAsync() => ClusterProcesses.StartAsync(2, 1, ("Ingest__RetryBudget", "00:00:02"));

    /// <summary>Sends events, each of them large, until one is answered so.</summary>
    private async Task IsAnsweredAsync(FrontEndClient frontEnd, string expected)
    {
        var last = "";
        await Until.TrueAsync(
            async () =>
            {
                // Several visitors at a time, so that a memory is soon full.
                foreach (var (number, answer) in await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(frontEnd))))
                {
                    last = answer;
                    if (answer == "202") _accepted.Add(number);
                }

                return last == expected;
            },
            _patience,
            () => $"Events are answered '{last}', not '{expected}'.");
    }

    private async Task<(int Number, string Answer)> SendAsync(FrontEndClient frontEnd)
    {
        var number = Interlocked.Increment(ref _next);
        var text = number.ToString(CultureInfo.InvariantCulture);
        return (number, await frontEnd.SendAsync("localhost", $"/{text}/{new string('x', 1500)}", address: $"192.0.2.{number % 20}"));
    }

    private static async Task IsUnhealthyAsync(FrontEndClient frontEnd, string reason)
    {
        (HttpStatusCode? Status, string Body) last = default;
        await Until.TrueAsync(
            async () => (last = await frontEnd.HealthAsync()).Status == HttpStatusCode.ServiceUnavailable && last.Body.Contains(reason, StringComparison.Ordinal),
            _patience,
            () => $"Health is {last.Status}: {last.Body}");
    }

    /// <summary>What was answered 503 may be stored too, where Redis took it and its answer came too late; once.</summary>
    private async Task AllAreStoredOnceAsync(ClusterProcesses cluster)
    {
        Assert.NotEmpty(_accepted);
        await cluster.ClickHouse.EventuallyAsync($"SELECT uniqExact(toUInt32(splitByChar('/', pathname)[2])) FROM events_v2 WHERE toUInt32(splitByChar('/', pathname)[2]) IN ({string.Join(',', _accepted)})", _patience, _accepted.Count.ToString(CultureInfo.InvariantCulture));
        await cluster.ClickHouse.EventuallyAsync("SELECT count() = uniqExact(pathname), count() = (SELECT sum(sign * events) FROM sessions_v2) FROM events_v2", _patience, "1\t1");
        var (audit, status) = await cluster.ClickHouse.AuditAsync();
        Assert.True(status == 0, audit);
    }
}
