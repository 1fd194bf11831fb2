using System.Collections.Concurrent;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Clients' own ids, in memory.</summary>
internal sealed class MemoryClientIds : IClientIdStore
{
    /// <summary>Null once the event is stored.</summary>
    private readonly ConcurrentDictionary<ClientId, ClientIdClaim?> _claims = new();

    public ConcurrentQueue<ClientId> Confirmed { get; } = new();

    public Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims) =>
        Task.FromResult<IReadOnlyList<ClientIdClaim?>>([.. claims.Select(claim => _claims.GetOrAdd(claim.ClientId, claim))]);

    public Task<bool> RenewAsync(ClientIdClaim kept, ClientIdClaim renewed) => Task.FromResult(_claims.TryUpdate(kept.ClientId, renewed, kept));

    public Task ConfirmAsync(IReadOnlyCollection<ClientId> ids)
    {
        foreach (var id in ids)
        {
            Confirmed.Enqueue(id);
            _claims[id] = null;
        }

        return Task.CompletedTask;
    }
}
