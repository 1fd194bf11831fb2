using Orleans.Ingest.Contracts.ClientIds;

namespace Orleans.Ingest.Grains.ClientIds;

/// <summary>Where clients' own ids are remembered, for <see cref="Retention"/>; shared by all silos.</summary>
public interface IClientIdStore
{
    /// <summary>How long an id is remembered (contract, section 7: the same id within 24 hours is stored once).</summary>
    static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>Keeps each claim whose id is not known. When its task completes, all that it answers is durable.</summary>
    /// <returns>For each claim the one that is kept: this or an earlier one; null when the id's event is stored.</returns>
    Task<IReadOnlyList<ClientIdClaim?>> ClaimAsync(IReadOnlyList<ClientIdClaim> claims);

    /// <summary>Replaces a claim, if it is still the one that is kept.</summary>
    Task<bool> RenewAsync(ClientIdClaim kept, ClientIdClaim renewed);

    /// <summary>The events of these ids are stored.</summary>
    Task ConfirmAsync(IReadOnlyCollection<ClientId> ids);
}
