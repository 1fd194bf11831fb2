using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Pipeline;

namespace Orleans.Ingest.Web.Salts;

/// <summary>
/// The salts that <see cref="ISaltGrain"/> keeps, picked by the day on which an event was born; the next day's are fetched ahead of
/// midnight, so that the change of salts waits for nobody.
/// </summary>
internal sealed partial class SaltCache : IDisposable
{
    private static readonly TimeSpan Upkeep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);
    private const int WorthTelling = 2;

    private readonly IGrainFactory _grains;
    private readonly RetryBudget _retries;
    private readonly WebMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<SaltCache> _logger;
    private readonly SharedCall<bool> _refresh;
    private readonly ITimer _upkeep;
    private int _failures;
    private volatile Held _held = new([], default);

    public SaltCache(IGrainFactory grains, RetryBudget retries, WebMetrics metrics, TimeProvider time, ILogger<SaltCache> logger)
    {
        _grains = grains;
        _retries = retries;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _refresh = new(RefreshAsync);
        _upkeep = time.CreateTimer(_ => KeepUp(), null, Upkeep, Upkeep);
    }

    /// <summary>
    /// The salts of an event's day while they are kept, else the oldest that are (contract, section 7: events of the bulk endpoint may be older); null when they could
    /// not be had within the budget.
    /// </summary>
    /// <param name="at">When the event happened.</param>
    /// <param name="now">When it arrived.</param>
    /// <param name="started">What <see cref="RetryBudget.Start"/> gave.</param>
    public ValueTask<VisitorSalts?> GetAsync(DateTime at, DateTime now, long started)
    {
        var day = DateOnly.FromDateTime(at);
        var held = _held.Find(day) ?? (day < DateOnly.FromDateTime(now) ? _held.Oldest : null);
        _metrics.LookedUp("salts", held is not null);
        return held is { } salts ? new(salts) : FetchAsync(day, DateOnly.FromDateTime(now), started);
    }

    /// <inheritdoc />
    public void Dispose() => _upkeep.Dispose();

    private async ValueTask<VisitorSalts?> FetchAsync(DateOnly day, DateOnly today, long started)
    {
        for (var attempt = 1; ; attempt++)
        {
            await _refresh.RunAsync();
            if ((_held.Find(day) ?? (day < today ? _held.Oldest : null)) is { } salts) return salts;
            if (!await _retries.PauseAsync(started, attempt, "salts")) return null;
        }
    }

    private async Task<bool> RefreshAsync()
    {
        try
        {
            var salts = await _grains.GetGrain<ISaltGrain>(0).GetAsync().WaitAsync(_retries.AttemptTimeout, _time);
            _held = new(salts, Now);
            _failures = 0;
            return true;
        }
        catch (Exception error)
        {
            // The first call of a process on a slow machine may well take longer than an attempt; that alone is no news.
            if (++_failures == WorthTelling) Log.NotFetched(_logger, error);
            return false;
        }
    }

    private void KeepUp()
    {
        var held = _held;
        if (held.Salts.IsEmpty) return;
        var today = DateOnly.FromDateTime(Now);
        // What the grain has deleted must be gone here as well, even when the grain cannot be reached.
        if (held.Salts.Any(salt => salt.Day < today.AddDays(-1)))
        {
            _held = held = new([.. held.Salts.Where(salt => salt.Day >= today.AddDays(-1))], held.FetchedAt);
        }

        var isMidnightNear = DateOnly.FromDateTime(Now + Ahead) > today && held.Find(today.AddDays(1)) is null;
        if (isMidnightNear || Now - held.FetchedAt > MaxAge) _ = _refresh.RunAsync();
    }

    private DateTime Now => _time.GetUtcNow().UtcDateTime;

    private sealed class Held(ImmutableArray<DailySalt> salts, DateTime fetchedAt)
    {
        private readonly VisitorSalts[] _byDay = [.. salts.Select(salt => new VisitorSalts(
            salt.Key.AsMemory(),
            salts.FirstOrDefault(other => other.Day == salt.Day.AddDays(-1))?.Key.AsMemory() ?? default))];

        public ImmutableArray<DailySalt> Salts { get; } = salts;

        public DateTime FetchedAt { get; } = fetchedAt;

        public VisitorSalts? Oldest => Salts.IsEmpty ? null : _byDay[Salts.IndexOf(Salts.MinBy(salt => salt.Day)!)];

        public VisitorSalts? Find(DateOnly day)
        {
            for (var i = 0; i < Salts.Length; i++)
            {
                if (Salts[i].Day == day) return _byDay[i];
            }

            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The salts were not fetched; those at hand are used, and they are asked for again in a minute or with the next event that needs them.")]
        public static partial void NotFetched(ILogger logger, Exception error);
    }
}
