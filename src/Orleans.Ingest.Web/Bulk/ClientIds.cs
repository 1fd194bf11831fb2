using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Ingest.Contracts.ClientIds;

namespace Orleans.Ingest.Web.Bulk;

/// <summary>Settles clients' own ids before their events are sent, and afterwards.</summary>
internal sealed partial class ClientIds(IGrainFactory grains, RetryBudget retries, TimeProvider time, ILogger<ClientIds> logger)
{
    /// <summary>A claim is a write to a disk, or to Redis, of up to 10,000 ids.</summary>
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>Gives each part the names that its id was first seen with; those that are not to be sent have their result when its task completes.</summary>
    /// <returns>The parts that go on their way.</returns>
    public async Task<List<BulkPart>> ClaimAsync(List<BulkPart> parts, long started)
    {
        var named = parts.FindAll(part => part.Message.ClientId is not null);
        if (named.Count == 0) return parts;
        if (await ClaimAsync([.. named.Select(ClaimOf)], started) is not { } claimed) return parts.FindAll(part => part.Message.ClientId is null);
        for (var i = 0; i < named.Count; i++)
        {
            if (claimed[i].Status == ClientIdStatus.Stored) named[i].Result = BulkResult.Of(BulkStatus.Duplicate);
            else if (claimed[i].Status == ClientIdStatus.Proceed) named[i].Take(claimed[i].Claim);
        }

        var settled = named.Where((_, i) => claimed[i].Status != ClientIdStatus.Proceed).ToHashSet();
        return parts.FindAll(part => !settled.Contains(part));
    }

    /// <summary>Says which events are stored. When that fails, the writer says it once they are in ClickHouse.</summary>
    public async Task ConfirmAsync(List<BulkPart> parts)
    {
        ImmutableArray<ClientId> stored = [.. parts.Where(part => part.Result.Status == BulkStatus.Accepted).Select(part => part.Message.ClientId).OfType<ClientId>()];
        if (stored.IsEmpty) return;
        try
        {
            await Grain.ConfirmAsync(stored).WaitAsync(_timeout, time);
        }
        catch (Exception error)
        {
            Log.NotConfirmed(logger, error.GetType().Name);
        }
    }

    private IClientIdGrain Grain => grains.GetGrain<IClientIdGrain>(0);

    private async Task<ImmutableArray<ClaimedId>?> ClaimAsync(ImmutableArray<ClientIdClaim> claims, long started)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Grain.ClaimAsync(claims).WaitAsync(_timeout, time);
            }
            catch (Exception error)
            {
                // A claim that was kept all the same is found again: it is the same one.
                if (attempt == 1) Log.NotClaimed(logger, error.GetType().Name);
                if (!await retries.PauseAsync(started, attempt, "client_ids")) return null;
            }
        }
    }

    private static ClientIdClaim ClaimOf(BulkPart part) => new()
    {
        ClientId = part.Message.ClientId!.Value,
        EventId = part.Message.Id,
        UserId = part.Message.Event.UserId,
        PreviousUserId = part.Message.PreviousUserId,
        Born = part.Message.Born,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Clients' ids of events could not be kept ({Error}); it is tried again within the budget, then their events are answered 503.")]
        public static partial void NotClaimed(ILogger logger, string error);

        [LoggerMessage(2, LogLevel.Warning, "Clients' ids of stored events could not be confirmed ({Error}); a repeat in the next minutes may be asked to come again. They are confirmed when the events are in ClickHouse.")]
        public static partial void NotConfirmed(ILogger logger, string error);
    }
}
