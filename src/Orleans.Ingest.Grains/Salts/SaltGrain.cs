using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Grains.Sites;

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
        // Nothing may be hashed with a salt that a restart would not know.
        if (!kept.SequenceEqual(salts.State.Salts)) await salts.ChangeAsync(new() { Salts = kept });
        return [.. salts.State.Salts];
    }
}
