using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.EndToEnd.Tests.Drivers;
using StackExchange.Redis;
using Xunit;

namespace Orleans.Ingest.EndToEnd.Tests.Cluster;

/// <summary>Redis dies and its replica takes over, while events flow.</summary>
public sealed class FailoverTests
{
    private const int Senders = 8;
    private const int Some = 200;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly ConcurrentQueue<int> _accepted = new();
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private int _next;

    [Fact]
    public async Task What_was_answered_202_before_a_failover_and_after_it_is_stored_once_and_the_audit_is_clean()
    {
        await using var member = new LoneMember();
        var port = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        using var replica = member.RedisOf(int.Parse(port, CultureInfo.InvariantCulture), ["--replicaof", .. member.RedisAddress.Split(':')]);
        member.Redis.Start();
        replica.Start();
        member.Set("ConnectionStrings__redis", $"{member.RedisAddress},127.0.0.1:{port}");
        member.Set("Ingest__Log__MinReplicas", "1");
        await member.StartAsync();

        using var stop = new CancellationTokenSource();
        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(visitor => SendAsync(member, visitor, stop.Token)));
        await AcceptedAsync(Some, member);
        member.Redis.Kill();
        await PromoteAsync($"127.0.0.1:{port}");
        // It has no replica of its own until the old one is back as one.
        member.Redis.Arguments = [.. member.Redis.Arguments, "--replicaof", "127.0.0.1", port];
        member.Redis.Start();
        var before = _accepted.Count;
        await AcceptedAsync(before + Some, member);
        await stop.CancelAsync();
        await sending;

        Assert.All(_answers.Keys, answer => Assert.Contains(answer, (string[])["202", "503"]));
        await member.ClickHouse.EventuallyAsync(
            $"SELECT uniqExact(pathname) FROM events_v2 WHERE toUInt32(substring(pathname, 2)) IN ({string.Join(',', _accepted)})", _patience, _accepted.Count.ToString(CultureInfo.InvariantCulture));
        // What was answered 503 may be there too, once.
        await member.ClickHouse.EventuallyAsync("SELECT count() = uniqExact(pathname), count() = (SELECT sum(sign * events) FROM sessions_v2) FROM events_v2", _patience, "1\t1");
        var (audit, status) = await member.ClickHouse.AuditAsync();
        Assert.True(status == 0, audit);
    }

    private async Task SendAsync(LoneMember member, int visitor, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var answer = await member.FrontEnd.SendAsync("localhost", $"/{number.ToString(CultureInfo.InvariantCulture)}", address: $"192.0.2.{visitor}");
            _answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
            if (answer == "202") _accepted.Enqueue(number);
        }
    }

    private Task AcceptedAsync(int count, LoneMember member) => Until.TrueAsync(
        () => Task.FromResult(_accepted.Count >= count),
        _patience,
        () => $"{_accepted.Count} of {count} accepted; answers: {string.Join(' ', _answers)}\n{member.Process.Output}");

    private static async Task PromoteAsync(string address)
    {
        await using var admin = await ConnectionMultiplexer.ConnectAsync($"{address},allowAdmin=true");
        await admin.GetServer(address).ExecuteAsync("REPLICAOF", "NO", "ONE");
    }
}
