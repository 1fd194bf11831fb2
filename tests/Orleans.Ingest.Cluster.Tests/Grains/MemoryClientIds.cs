using System.Collections.Concurrent;
using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Clients' own ids that were confirmed.</summary>
internal sealed class MemoryClientIds : IClientIdStore
{
    public ConcurrentQueue<ClientId> Confirmed { get; } = new();

    public Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims) => Task.FromResult<IReadOnlyList<ClientIdClaim?>>(claims);

    public Task<bool> RenewAsync(ClientIdClaim kept, ClientIdClaim renewed) => Task.FromResult(true);

    public Task ConfirmAsync(IReadOnlyCollection<ClientId> ids)
    {
        foreach (var id in ids) Confirmed.Enqueue(id);
        return Task.CompletedTask;
    }
}
