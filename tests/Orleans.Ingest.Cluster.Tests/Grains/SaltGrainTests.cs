using Orleans.Ingest.Contracts.Salts;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class SaltGrainTests
{
    [Fact]
    public async Task Salts_outlive_the_silo_rotate_by_the_day_and_are_gone_two_days_after_theirs_began()
    {
        var clock = new SiloClock();
        var states = new StoredStates();
        DailySalt first;
        await using (var silo = await SiloFixture.StartAsync(states, clock)) first = Assert.Single(await Salts(silo).GetAsync());

        await using var restarted = await SiloFixture.StartAsync(states, clock);
        Assert.Equal(first.Key, Assert.Single(await Salts(restarted).GetAsync()).Key);
        clock.Advance(TimeSpan.FromHours(24));
        var both = await Salts(restarted).GetAsync();
        Assert.Equal([first.Day, first.Day.AddDays(1)], both.Select(salt => salt.Day));
        clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal([first.Day.AddDays(1), first.Day.AddDays(2)], (await Salts(restarted).GetAsync()).Select(salt => salt.Day));

        // Gone from the storage too: not even a start whose clock went back finds it.
        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(36));
        await using var lookingBack = await SiloFixture.StartAsync(states.Copy(), clock);
        Assert.DoesNotContain(await Salts(lookingBack).GetAsync(), salt => salt.Key.SequenceEqual(first.Key));
    }

    [Fact]
    public async Task A_salt_that_could_not_be_stored_is_handed_to_nobody()
    {
        var states = new StoredStates();
        await using var silo = await SiloFixture.StartAsync(states);
        states.FailAfter(writes: 0);
        await Assert.ThrowsAnyAsync<Exception>(() => Salts(silo).GetAsync());
        var handedOut = await Salts(silo).GetAsync();
        await using var restarted = await SiloFixture.StartAsync(states.Copy());
        Assert.Equal(handedOut.Select(salt => Convert.ToHexString(salt.Key.AsSpan())), (await Salts(restarted).GetAsync()).Select(salt => Convert.ToHexString(salt.Key.AsSpan())));
    }

    [Fact]
    public async Task A_storage_is_made_to_forget_a_deleted_salt_again_and_again_until_it_has_and_by_the_next_silo_if_need_be()
    {
        var clock = new SiloClock();
        var states = new StoredStates();
        await using (var silo = await SiloFixture.StartAsync(states, clock))
        {
            await Salts(silo).GetAsync();
            clock.Advance(TimeSpan.FromHours(24));
            await Salts(silo).GetAsync();
            Assert.Equal(0, silo.Erasure.Calls);
            clock.Advance(TimeSpan.FromHours(24));
            silo.Erasure.IsFailing = true;
            await Salts(silo).GetAsync();
            Assert.Equal(1, silo.Erasure.Calls);
            await Salts(silo).GetAsync();
            Assert.Equal(2, silo.Erasure.Calls);
        }

        await using var next = await SiloFixture.StartAsync(states, clock);
        await Salts(next).GetAsync();
        Assert.Equal(1, next.Erasure.Calls);
        // It has succeeded: that is written down, and it is let be.
        await Salts(next).GetAsync();
        await Salts(next).GetAsync();
        Assert.Equal(1, next.Erasure.Calls);
    }

    private static ISaltGrain Salts(SiloFixture silo) => silo.Grains.GetGrain<ISaltGrain>(0);
}
