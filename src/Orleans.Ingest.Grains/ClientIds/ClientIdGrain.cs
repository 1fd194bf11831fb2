using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.DurableLog;

namespace Orleans.Ingest.Grains.ClientIds;

/// <summary>
/// Judges clients' own ids. A claim is kept before its event is sent; the id itself rides in the log beside the event's row, and is confirmed by whoever sent it, or
/// by the writer before it commits the group. So an id that is not confirmed belongs to an event that is on its way, waits in the log, or never came there:
/// <code>
///   up to a minute     on its way: the same event is sent again under the same names, as any retry
///   up to three        undecided: an append of it may still take place, see LogChunk.MaxAge
///   later              once the log has committed all of that time, it never came there: it is sent anew
/// </code>
/// </summary>
[StatelessWorker]
[Reentrant]
internal sealed class ClientIdGrain(IClientIdStore store, IDurableLog log, TimeProvider time) : Grain, IClientIdGrain
{
    private static readonly TimeSpan _onItsWay = LogChunk.MaxAge / 2;

    /// <summary>No append of it takes place after this. One minute is for the clocks of front ends, silos and log, and for the age of what is known of the log.</summary>
    private static readonly TimeSpan _cannotCome = LogChunk.MaxAge + TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async Task<ImmutableArray<ClaimedId>> ClaimAsync(ImmutableArray<ClientIdClaim> claims)
    {
        var kept = await store.ClaimAsync(claims);
        var answers = ImmutableArray.CreateBuilder<ClaimedId>(claims.Length);
        for (var i = 0; i < claims.Length; i++)
        {
            answers.Add(kept[i] is { } claim
                ? claim.EventId == claims[i].EventId ? new(ClientIdStatus.Proceed, claim) : await JudgeAsync(claim)
                : new(ClientIdStatus.Stored, claims[i]));
        }

        return answers.MoveToImmutable();
    }

    /// <inheritdoc />
    public Task ConfirmAsync(ImmutableArray<ClientId> ids) => store.ConfirmAsync(ids);

    private async Task<ClaimedId> JudgeAsync(ClientIdClaim earlier)
    {
        var now = time.GetUtcNow();
        var born = new DateTimeOffset(earlier.Born, TimeSpan.Zero);
        var age = now - born;
        if (age < _onItsWay) return new(ClientIdStatus.Proceed, earlier);
        var status = log.Status;
        if (age < _cannotCome || status.Fault is not null || status.OldestPending < born + _cannotCome) return new(ClientIdStatus.Undecided, earlier);
        var renewed = earlier with { Born = now.UtcDateTime };
        return await store.RenewAsync(earlier, renewed) ? new(ClientIdStatus.Proceed, renewed) : new(ClientIdStatus.Undecided, earlier);
    }
}
