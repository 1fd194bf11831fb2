using System.Collections.Immutable;

namespace Orleans.Ingest.Contracts.ClientIds;

/// <summary>Remembers clients' own ids of events for 24 hours. Key = 0, anywhere: what is remembered is in storage.</summary>
[Alias("ingest.IClientIdGrain")]
public interface IClientIdGrain : IGrainWithIntegerKey
{
    /// <summary>When its task completes, every claim is durable, or an earlier one of the same id is; one answer a claim, in their order.</summary>
    [Alias("ClaimAsync")]
    Task<ImmutableArray<ClaimedId>> ClaimAsync(ImmutableArray<ClientIdClaim> claims);

    /// <summary>The events of these ids are durable: from now on a repeat is answered at once. (Otherwise the writer says so once they are in ClickHouse.)</summary>
    [Alias("ConfirmAsync")]
    Task ConfirmAsync(ImmutableArray<ClientId> ids);
}
