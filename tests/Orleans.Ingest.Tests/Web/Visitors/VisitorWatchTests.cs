using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Tests.Web.Fakes;
using Orleans.Ingest.Web.Visitors;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Visitors;

public sealed class VisitorWatchTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Many_visitors_are_nothing_to_speak_of()
    {
        var watch = New();
        for (var i = 0; i < VisitorWindow.Size; i++) watch.Saw(Public(i), $"browser {i % 30}", (ulong)i);
        Assert.Equal(VisitorSuspicion.None, watch.Last!.Window.Suspicions);
        Assert.InRange(watch.Last.Window.Addresses, 900, 1100);
        Assert.InRange(watch.Last.Window.Users, 900, 1100);
        Assert.Empty(_log.Lines);
    }

    public static TheoryData<string, Func<int, (IPAddress Address, string Agent, ulong User)>> Collapsed => new()
    {
        { nameof(VisitorSuspicion.Private), i => (IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.0.{i / 250}.{i % 250}")), $"browser {i % 30}", (ulong)i) },
        { nameof(VisitorSuspicion.Addresses), i => (Public(i % 2), $"browser {i % 30}", (ulong)(i % 60)) },
        { nameof(VisitorSuspicion.Users), _ => (Public(1), "backend", 1) },
    };

    [Theory]
    [MemberData(nameof(Collapsed))]
    public void Visitors_who_became_one_are_noticed_and_told_once_without_an_address(string expected, Func<int, (IPAddress Address, string Agent, ulong User)> sent)
    {
        var watch = New();
        for (var i = 0; i < 2 * VisitorWindow.Size; i++)
        {
            var (address, agent, user) = sent(i);
            watch.Saw(address, agent, user);
        }

        Assert.Equal(expected, watch.Last!.Window.Suspicions.ToString());
        var line = Assert.Single(_log.Lines).Text;
        Assert.DoesNotMatch(@"\d+\.\d+\.\d+", line);
        Assert.Contains("whoami", line, StringComparison.Ordinal);
    }

    [Fact]
    public void One_peer_that_is_not_trusted_is_told_with_the_setting_that_mends_it()
    {
        var watch = New();
        for (var i = 0; i < VisitorWindow.Size; i++)
        {
            if (i % 10 == 0) watch.Distrusted(IPAddress.Parse("203.0.113.7"));
            watch.Saw(Public(i), "browser", (ulong)i);
        }

        Assert.Equal(VisitorSuspicion.Untrusted, watch.Last!.Window.Suspicions);
        var line = Assert.Single(_log.Lines).Text;
        Assert.Contains("one peer", line, StringComparison.Ordinal);
        Assert.Contains("Ingest__TrustedProxies", line, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.7", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_events_an_hour_say_nothing()
    {
        var watch = New();
        for (var i = 0; i < VisitorWindow.Size; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            watch.Saw(IPAddress.Loopback, "browser", 1);
        }

        Assert.Null(watch.Last);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void What_is_mended_is_over_with_the_next_window()
    {
        var watch = New();
        for (var i = 0; i < VisitorWindow.Size; i++) watch.Saw(IPAddress.Loopback, "backend", 1);
        Assert.NotEqual(VisitorSuspicion.None, watch.Last!.Window.Suspicions);
        for (var i = 0; i < VisitorWindow.Size; i++) watch.Saw(Public(i), "browser", (ulong)i);
        Assert.Equal(VisitorSuspicion.None, watch.Last.Window.Suspicions);
    }

    [Fact]
    public void An_event_costs_no_memory()
    {
        var watch = New();
        IPAddress[] addresses = [Public(1), IPAddress.Parse("2001:db8::1")];
        foreach (var address in addresses) watch.Saw(address, "browser", 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
        {
            watch.Saw(addresses[i % 2], "browser", (ulong)i);
            watch.Distrusted(addresses[i % 2]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IPAddress Public(int number) => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"198.51.{number / 250}.{number % 250}"));

    private VisitorWatch New()
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        return new(Measures.New(), _time, loggers.CreateLogger<VisitorWatch>());
    }
}
