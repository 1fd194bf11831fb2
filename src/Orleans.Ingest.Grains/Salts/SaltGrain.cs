using System.Collections.Immutable;
using System.Security.Cryptography;
using Orleans.Ingest.Contracts.Salts;

namespace Orleans.Ingest.Grains.Salts;

/// <summary>
/// Makes a new salt for every UTC day, hands tomorrow's out an hour ahead, and forgets each two days after its day began.
/// A deletion is written before any answer without it is given.
/// </summary>
internal sealed class SaltGrain([PersistentState("salts")] IPersistentState<SaltState> salts, TimeProvider time) : Grain, ISaltGrain
{
    private const int KeyBytes = 16;
    private static readonly TimeSpan _aheadOfMidnight = TimeSpan.FromHours(1);

    /// <inheritdoc />
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Salts are deleted on time also when no front end asks.
        this.RegisterGrainTimer(_ => GetAsync(), new GrainTimerCreationOptions(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10)) { KeepAlive = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<DailySalt>> GetAsync()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var today = DateOnly.FromDateTime(now);
        var kept = salts.State.Salts.Where(salt => salt.Day > today.AddDays(-2)).ToList();
        Ensure(kept, today);
        if (DateOnly.FromDateTime(now + _aheadOfMidnight) is var next && next != today) Ensure(kept, next);
        if (!kept.SequenceEqual(salts.State.Salts))
        {
            var before = salts.State.Salts;
            salts.State.Salts = kept;
            try
            {
                await salts.WriteStateAsync();
            }
            catch
            {
                // Nothing may be hashed with a salt that a restart would not know.
                salts.State.Salts = before;
                throw;
            }
        }

        return [.. salts.State.Salts];
    }

    private static void Ensure(List<DailySalt> salts, DateOnly day)
    {
        if (salts.Exists(salt => salt.Day == day)) return;
        salts.Add(new(day, [.. RandomNumberGenerator.GetBytes(KeyBytes)]));
    }
}
