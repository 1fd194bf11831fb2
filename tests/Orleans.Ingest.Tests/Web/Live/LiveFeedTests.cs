using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;
using Orleans.Ingest.Tests.Pipeline.Builders;
using Orleans.Ingest.Web.Live;
using Xunit;

namespace Orleans.Ingest.Tests.Web.Live;

public sealed class LiveFeedTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new(_time);

    [Fact]
    public void Nothing_is_gathered_until_somebody_looks_nor_after_the_lease_has_ended()
    {
        Assert.False(_feed.IsWatched);
        Assert.Null(_feed.Take());

        _feed.WatchFor(WatchLease.Duration);
        Assert.True(_feed.IsWatched);
        Drop("a.example");
        Assert.Single(Report(_feed.Take()!).Counts);

        _time.Advance(WatchLease.Duration + TimeSpan.FromMilliseconds(1));
        Assert.Null(_feed.Take());
        Assert.False(_feed.IsWatched);
    }

    [Fact]
    public void A_lease_that_is_renewed_goes_on()
    {
        for (var i = 0; i < 20; i++)
        {
            _feed.WatchFor(WatchLease.Duration);
            _time.Advance(WatchLease.Renewal);
            Assert.NotNull(_feed.Take());
        }
    }

    [Fact]
    public void Whoever_waits_for_a_watcher_is_woken_by_the_first_one_each_time()
    {
        var first = _feed.WatchBegins;
        Assert.False(first.IsCompleted);
        _feed.WatchFor(WatchLease.Duration);
        Assert.True(first.IsCompletedSuccessfully);
        _time.Advance(WatchLease.Duration * 2);
        _feed.Take();
        Assert.False(_feed.WatchBegins.IsCompleted);
    }

    [Fact]
    public void To_ask_whether_anybody_looks_costs_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watched = 0;
        for (var i = 0; i < 1000; i++) watched += _feed.IsWatched ? 1 : 0;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, watched);
    }

    [Fact]
    public void A_stored_event_is_shown_with_what_is_stored_and_never_with_address_or_agent()
    {
        _feed.WatchFor(WatchLease.Duration);
        var visit = new VisitAttributes { ReferrerSource = "Google", CountryCode = "SE", Browser = "Chrome", BrowserVersion = "140.0", ScreenSize = "Desktop", OperatingSystem = "Mac", OperatingSystemVersion = "15.0", AcquisitionChannel = "Organic Search" };
        var stored = new IngestEvent
        {
            Timestamp = Parsing.Now, Name = "Signup", SiteId = 1, UserId = 0x1234_5678_9abc_def0, Hostname = "example.com", Pathname = "/pricing", Props = [new("plan", "pro"), new("seats", "3")], Visit = visit,
        };
        var started = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(5));
        _feed.Stored(stored, "example.com", Parsing.Now, started);

        var report = Report(_feed.Take()!);
        Assert.Equal(new LiveCount("example.com", LiveOutcome.Stored, 1), Assert.Single(report.Counts));
        Assert.Equal(1, report.Latency[LatencyBounds.StepOf(TimeSpan.FromMilliseconds(5))]);
        Assert.Equal(1, report.Latency.Sum());
        var shown = Assert.Single(report.Events);
        Assert.Equal(
            ("Signup", "/pricing", "Google", "Organic Search", "SE", "Chrome 140.0", "Mac 15.0", "Desktop", "plan=pro, seats=3"),
            (shown.Name, shown.Pathname, shown.Source, shown.Channel, shown.Country, shown.Browser, shown.OperatingSystem, shown.Device, shown.Props));
        Assert.Equal(TimeSpan.FromMilliseconds(5), shown.Took);
    }

    [Fact]
    public void A_dropped_event_is_shown_with_its_reason_and_a_refused_request_with_its_fault()
    {
        _feed.WatchFor(WatchLease.Duration);
        var request = Parsing.Request(("d", "a.example"), ("u", "https://a.example/secret?token=1"), ("r", "https://from.example/"));
        _feed.Dropped(request, DropReason.Bot, 7, "a.example");
        _feed.Dropped(request, DropReason.NotFound, null, "typo.example");
        _feed.Unavailable(request, "a.example");
        _feed.Refused(Parsing.Now, ValidationErrors.Of("url", "is required"));

        var report = Report(_feed.Take()!);
        Assert.Equal(
            [("a.example", "bot"), (LiveOutcome.NoSite, "not_found"), ("a.example", "unavailable"), (LiveOutcome.NoSite, "refused")],
            report.Counts.Select(count => (count.Site, count.Outcome)));
        Assert.Equal(["a.example", "typo.example", "a.example", ""], report.Events.Select(shown => shown.Site));
        Assert.Equal("url is required", report.Events[^1].Detail);
        Assert.All(report.Events, shown => Assert.DoesNotContain("token", shown.ToString(), StringComparison.Ordinal));
        Assert.All(report.Events, shown => Assert.DoesNotContain("198.51.100.7", shown.ToString(), StringComparison.Ordinal));
        Assert.Equal(0, report.Latency.Sum());
    }

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        _feed.WatchFor(WatchLease.Duration);
        var path = "/" + new string('a', 198) + "😀😀";
        _feed.Dropped(Parsing.Request(("u", $"https://a.example{path}")), DropReason.Bot, 7, "a.example");
        Assert.Equal("/" + new string('a', 198) + "…", Assert.Single(Report(_feed.Take()!).Events).Pathname);
    }

    private void Drop(string domain) => _feed.Dropped(Parsing.Request(("d", domain)), DropReason.Bot, 1, domain);

    private LiveReport Report(LiveInterval interval) => interval.ToReport("test", _time.GetUtcNow().UtcDateTime, TimeSpan.FromMilliseconds(250), 0);
}
