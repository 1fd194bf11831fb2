using Orleans.Ingest.Contracts.Keys;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class ApiKeysGrainTests
{
    [Fact]
    public async Task Keys_outlive_their_silo_and_an_id_is_never_given_twice()
    {
        var states = new StoredStates();
        await using (var silos = await SiloFixture.StartAsync(states))
        {
            var keys = silos.Grains.GetGrain<IApiKeysGrain>(0);
            Assert.Equal(1, (await keys.AddAsync("one", null, [1]))!.Id);
            Assert.Equal(2, (await keys.AddAsync("two", 7, [2]))!.Id);
            // Who did not hear the answer asks again.
            Assert.Equal(2, (await keys.AddAsync("two", 7, [2]))!.Id);
            Assert.True(await keys.RevokeAsync(2));
            Assert.False(await keys.RevokeAsync(2));
        }

        await using var next = await SiloFixture.StartAsync(states);
        var kept = next.Grains.GetGrain<IApiKeysGrain>(0);
        Assert.Equal(("one", 1L), Assert.Single(await kept.ListAsync()) is var only ? (only.Name, only.Id) : default);
        Assert.Equal(3, (await kept.AddAsync("three", null, [3]))!.Id);
    }

    [Fact]
    public async Task There_are_at_most_two_hundred_keys()
    {
        await using var silos = await SiloFixture.StartAsync();
        var keys = silos.Grains.GetGrain<IApiKeysGrain>(0);
        for (var i = 0; i < 200; i++) Assert.NotNull(await keys.AddAsync($"{i}", null, [(byte)i, 9]));
        Assert.Null(await keys.AddAsync("one too many", null, [1, 2, 3]));
        Assert.Equal(200, (await keys.ListAsync()).Length);
    }
}
