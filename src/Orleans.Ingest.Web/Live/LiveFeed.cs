using Orleans.Ingest.Contracts.Live;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Requests;

namespace Orleans.Ingest.Web.Live;

/// <summary>
/// Where the way of an event touches the console: whoever passes asks <see cref="IsWatched"/> first, which is all that it costs while nobody looks. What is told here is
/// gathered in memory and published by <see cref="LivePublisher"/>; nothing waits.
/// </summary>
internal sealed class LiveFeed(TimeProvider time)
{
    private readonly Lock _gate = new();
    private LiveInterval _interval = new();
    private long _watchedUntil;
    private volatile bool _isWatched;
    private TaskCompletionSource _watchBegins = NewSignal();

    /// <summary>Whether anybody looks.</summary>
    public bool IsWatched => _isWatched;

    /// <summary>Completes when somebody begins to look.</summary>
    public Task WatchBegins => Volatile.Read(ref _watchBegins).Task;

    /// <summary>Gathers for this long, unless this is said again.</summary>
    public void WatchFor(TimeSpan duration)
    {
        if (duration <= TimeSpan.Zero) return;
        lock (_gate)
        {
            _watchedUntil = time.GetTimestamp() + (long)(duration.TotalSeconds * time.TimestampFrequency);
            if (_isWatched) return;
            _interval = new();
            _isWatched = true;
            _watchBegins.TrySetResult();
        }
    }

    /// <summary>An event is durable.</summary>
    public void Stored(IngestEvent stored, string domain, DateTime at, long started)
    {
        var took = time.GetElapsedTime(started);
        if (Count(domain, LiveOutcome.Stored, LatencyBounds.StepOf(took))) Show(LiveEvents.Of(stored, domain, at, took));
    }

    /// <summary>An event was dropped by a rule.</summary>
    public void Dropped(IngestRequest request, DropReason reason, ulong? siteId, string domain)
    {
        if (Count(siteId is null ? LiveOutcome.NoSite : domain, reason.Text())) Show(LiveEvents.Of(request, domain, reason.Text()));
    }

    /// <summary>An event could not be made durable.</summary>
    public void Unavailable(IngestRequest request, string domain)
    {
        if (Count(domain, LiveOutcome.Unavailable)) Show(LiveEvents.Of(request, domain, LiveOutcome.Unavailable));
    }

    /// <summary>A request was unusable.</summary>
    public void Refused(DateTime at, ValidationErrors errors)
    {
        if (Count(LiveOutcome.NoSite, LiveOutcome.Refused)) Show(LiveEvents.Of(at, errors));
    }

    /// <summary>What has gathered since the last call; null when nobody looks any more.</summary>
    public LiveInterval? Take()
    {
        lock (_gate)
        {
            if (!_isWatched) return null;
            var taken = _interval;
            _interval = new();
            if (time.GetTimestamp() <= _watchedUntil) return taken;
            _isWatched = false;
            _watchBegins = NewSignal();
            return null;
        }
    }

    private bool Count(string site, string outcome, int step = -1)
    {
        lock (_gate) return _interval.Count(site, outcome, step);
    }

    private void Show(LiveEvent shown)
    {
        lock (_gate) _interval.Events.Add(shown);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
