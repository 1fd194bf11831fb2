using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.Grains.ClientIds;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Server.Storage;

/// <summary>What every store of clients' own ids does.</summary>
public abstract class ClientIdStoreContract
{
    private ulong _request;

    private protected abstract IClientIdStore Store { get; }

    [Fact]
    public async Task The_first_claim_of_an_id_is_kept()
    {
        var (first, other, second) = (Claim(1), Claim(2), Claim(1));
        Assert.Equal([first, other], await Store.ClaimAsync([first, other]));
        Assert.Equal([first, other], await Store.ClaimAsync([second, other]));
    }

    [Fact]
    public async Task A_confirmed_id_is_stored_and_one_that_is_not_known_is_not_made_by_it()
    {
        var claim = Claim(3);
        await Store.ClaimAsync([claim]);
        await Store.ConfirmAsync([claim.ClientId, Claim(4).ClientId]);
        var later = Claim(4);
        Assert.Equal([null, later], await Store.ClaimAsync([Claim(3), later]));
        await Store.ConfirmAsync([claim.ClientId]);
        Assert.Equal([null], await Store.ClaimAsync([Claim(3)]));
    }

    [Fact]
    public async Task A_claim_is_renewed_once_and_never_when_its_event_is_stored()
    {
        var claim = Claim(5);
        await Store.ClaimAsync([claim]);
        var renewed = claim with { Born = claim.Born.AddMinutes(5) };
        Assert.True(await Store.RenewAsync(claim, renewed));
        Assert.False(await Store.RenewAsync(claim, claim with { Born = claim.Born.AddMinutes(6) }));
        Assert.Equal([renewed], await Store.ClaimAsync([Claim(5)]));
        await Store.ConfirmAsync([claim.ClientId]);
        Assert.False(await Store.RenewAsync(renewed, claim));
    }

    [Fact]
    public async Task Of_claims_at_the_same_time_one_is_kept()
    {
        var claims = Enumerable.Range(0, 20).Select(_ => Claim(6)).ToArray();
        var kept = await Task.WhenAll(claims.Select(claim => Store.ClaimAsync([claim])));
        Assert.Single(kept.Select(one => one[0]).Distinct());
    }

    private ClientIdClaim Claim(ulong id) => new()
    {
        ClientId = new(id, ulong.MaxValue - id), EventId = new(++_request, 2), UserId = ulong.MaxValue, PreviousUserId = _request, Born = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc),
    };
}
