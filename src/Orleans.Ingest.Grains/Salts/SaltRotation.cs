using System.Security.Cryptography;
using Orleans.Ingest.Contracts.Salts;

namespace Orleans.Ingest.Grains.Salts;

/// <summary>Which salts there are at a time: a new one for every UTC day, tomorrow's an hour ahead, each forgotten 48 hours after its day began.</summary>
internal static class SaltRotation
{
    /// <summary>Bytes of a salt: the key of SipHash.</summary>
    public const int KeyBytes = 16;

    private static readonly TimeSpan _aheadOfMidnight = TimeSpan.FromHours(1);

    /// <summary>The salts of a time, oldest first: what is left of those that were, and new random ones for the days that lack one.</summary>
    public static List<DailySalt> At(DateTime now, IEnumerable<DailySalt> before)
    {
        var today = DateOnly.FromDateTime(now);
        var kept = before.Where(salt => salt.Day > today.AddDays(-2)).OrderBy(salt => salt.Day).ToList();
        Ensure(kept, today);
        Ensure(kept, DateOnly.FromDateTime(now + _aheadOfMidnight));
        return kept;
    }

    private static void Ensure(List<DailySalt> salts, DateOnly day)
    {
        if (!salts.Exists(salt => salt.Day == day)) salts.Add(new(day, [.. RandomNumberGenerator.GetBytes(KeyBytes)]));
    }
}
