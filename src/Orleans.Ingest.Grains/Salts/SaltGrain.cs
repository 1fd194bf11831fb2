using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Salts;

namespace Orleans.Ingest.Grains.Salts;

/// <summary>
/// Keeps the salts of <see cref="SaltRotation"/>. A new or deleted salt is written before any answer knows of it.
/// </summary>
internal sealed class SaltGrain([PersistentState("salts")] IPersistentState<SaltState> salts, TimeProvider time) : Grain, ISaltGrain
{
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
        var kept = SaltRotation.At(time.GetUtcNow().UtcDateTime, salts.State.Salts);
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
}
