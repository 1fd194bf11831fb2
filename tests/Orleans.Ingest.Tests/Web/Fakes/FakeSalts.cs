using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Salts;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Salts of yesterday and today, and of tomorrow during the last half hour of a day; the key tells the day.</summary>
public sealed class FakeSalts(TimeProvider time) : ISaltGrain
{
    public int Calls { get; private set; }
    public Exception? Failure { get; set; }

    public Task<ImmutableArray<DailySalt>> GetAsync()
    {
        Calls++;
        if (Failure is { } failure) return Task.FromException<ImmutableArray<DailySalt>>(failure);
        var now = time.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now);
        var last = DateOnly.FromDateTime(now.AddMinutes(30));
        return Task.FromResult<ImmutableArray<DailySalt>>(last > today
            ? [Of(today.AddDays(-1)), Of(today), Of(last)]
            : [Of(today.AddDays(-1)), Of(today)]);
    }

    public static DailySalt Of(DateOnly day) => new(day, [.. BitConverter.GetBytes((long)day.DayNumber), .. new byte[8]]);
}
