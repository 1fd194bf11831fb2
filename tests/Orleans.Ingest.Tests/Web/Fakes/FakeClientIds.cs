using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orleans.Ingest.Contracts.ClientIds;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>Clients' own ids, in memory.</summary>
public sealed class FakeClientIds : IClientIdGrain
{
    public ConcurrentDictionary<ClientId, ClaimedId> Known { get; } = new();
    public Exception? Failure { get; set; }

    public Task<ImmutableArray<ClaimedId>> ClaimAsync(ImmutableArray<ClientIdClaim> claims) => Failure is { } failure
        ? Task.FromException<ImmutableArray<ClaimedId>>(failure)
        : Task.FromResult<ImmutableArray<ClaimedId>>([.. claims.Select(claim => Known.GetOrAdd(claim.ClientId, new ClaimedId(ClientIdStatus.Proceed, claim)))]);

    public Task ConfirmAsync(ImmutableArray<ClientId> ids)
    {
        foreach (var id in ids) Known[id] = Known[id] with { Status = ClientIdStatus.Stored };
        return Task.CompletedTask;
    }
}
