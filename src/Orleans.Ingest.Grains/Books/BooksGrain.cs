using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.ClickHouse.Books;
using Orleans.Ingest.Contracts.Books;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.Books;

/// <summary>
/// Keeps the books: one activation in the cluster, called by every silo each minute. A minute is closed when nothing that was appended before its end waits in the log any more;
/// closed minutes of the last hour are checked each time, those of the last day at first, and whatever is off until it no longer is.
/// </summary>
internal sealed partial class BooksGrain(Ledger ledger, IDurableLog log, TimeProvider time, ILogger<BooksGrain> logger) : Grain, IBooksGrain
{
    /// <summary>The longest range that is read at a time.</summary>
    public static readonly TimeSpan MaxRange = TimeSpan.FromDays(31);

    private static readonly TimeSpan _atMostEvery = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan _again = TimeSpan.FromHours(1);
    private static readonly TimeSpan _atFirst = TimeSpan.FromDays(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(25);

    // An event is appended a moment after it has arrived, and a moment before the log says that it waits.
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(30);

    private ImmutableArray<BookEntryOff> _off = [];
    private DateTime? _checkedUntil;
    private string? _problem;
    private long? _checkedAt;

    /// <inheritdoc />
    public async Task<BooksState> CheckAsync()
    {
        if (_checkedAt is { } at && time.GetElapsedTime(at) < _atMostEvery) return State();
        _checkedAt = time.GetTimestamp();
        var until = ClosedUntil();
        var from = until - (_checkedUntil is null ? _atFirst : _again);
        foreach (var one in _off)
        {
            if (one.Minute < from && one.Minute > until - _atFirst) from = one.Minute;
        }

        using var timeout = new CancellationTokenSource(_patience, time);
        try
        {
            if (await ledger.CheckAsync(from, until, timeout.Token) is not { } off)
            {
                _problem = "The tables have no positions, so that rows of another program cannot be told from this one's: the books are not kept.";
                return State();
            }

            foreach (var one in off.Except(_off)) Log.Off(logger, one.SiteId, one.Minute, one.Stored, one.Counted);
            (_off, _checkedUntil, _problem) = (off, until, null);
        }
        catch (Exception error)
        {
            _problem = $"ClickHouse could not be asked ({error.GetType().Name}); the minutes since are checked when it can.";
        }

        return State();
    }

    /// <inheritdoc />
    public async Task<BookPage> ReadAsync(DateTime from, DateTime until, ulong? site)
    {
        if (until - from > MaxRange) throw new ArgumentOutOfRangeException(nameof(until), until, $"At most {MaxRange.TotalDays} days can be read at a time.");
        using var timeout = new CancellationTokenSource(_patience, time);
        try
        {
            return new() { State = State(), Lines = await ledger.ReadAsync(from, until, site, timeout.Token) };
        }
        catch (Exception)
        {
            // That it is away is the answer.
            return new() { State = State() };
        }
    }

    private DateTime ClosedUntil()
    {
        var end = time.GetUtcNow();
        if (log.Status.OldestPending is { } oldest && oldest < end) end = oldest;
        end -= _margin;
        return new(end.UtcTicks - (end.UtcTicks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);
    }

    private BooksState State()
    {
        var status = log.Status;
        return new()
        {
            CheckedUntil = _checkedUntil,
            Off = _off,
            Problem = _problem,
            PendingSince = status.OldestPending?.UtcDateTime,
            PendingBytes = status.UsedBytes,
            DeadLetterGroups = status.DeadLetters?.Count ?? 0,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The books are off: site {SiteId}, minute {Minute:u}: {Stored} events in ClickHouse where {Counted} should be. See docs/guarantees.md, the books.")]
        public static partial void Off(ILogger logger, ulong siteId, DateTime minute, ulong stored, ulong counted);
    }
}
