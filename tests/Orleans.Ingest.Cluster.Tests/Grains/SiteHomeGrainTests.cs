using Orleans.Ingest.Contracts.Sites;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class SiteHomeGrainTests
{
    private const string Domain = "a.example";
    private const int WholeTest = 31 * 86_400;

    [Theory]
    [InlineData(ShieldKind.Hostname, 10)]
    [InlineData(ShieldKind.Page, 30)]
    [InlineData(ShieldKind.Ip, 30)]
    public async Task Rules_added_at_the_same_time_share_one_limit(ShieldKind kind, int limit)
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => site.AddShieldAsync(kind, Value(kind, i))));
        Assert.Equal(limit, outcomes.Count(outcome => outcome!.Rule is not null));
        Assert.All(outcomes.Where(outcome => outcome!.Rule is null), outcome => Assert.Equal("maximum reached", outcome!.Error));
        Assert.Equal(limit, (await site.GetAsync())!.Shields.Length);
    }

    [Fact]
    public async Task Of_equivalent_rules_added_at_the_same_time_one_is_kept()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo);
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(stars => site.AddShieldAsync(ShieldKind.Page, "/test" + new string('*', stars))));
        Assert.Single(outcomes, outcome => outcome!.Rule is not null);
        Assert.Equal(19, outcomes.Count(outcome => outcome!.Error == "rule already exists"));
    }

    [Fact]
    public async Task Of_equal_goals_added_at_the_same_time_one_is_kept()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo);
        var goals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.AddGoalAsync("Purchase", "EUR")));
        Assert.Single(goals.Distinct());
        Assert.Single((await site.GetAsync())!.Goals);
    }

    [Fact]
    public async Task A_change_of_settings_keeps_the_rules_and_goals_that_were_added_meanwhile()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo);
        var read = await site.GetAsync();
        await site.AddShieldAsync(ShieldKind.Country, "DE");
        await site.AddGoalAsync("Signup", null);
        var changed = await site.PutAsync(read! with { Timezone = "Europe/Berlin", Domain = "other.example", Id = 9 });
        Assert.Equal(("Europe/Berlin", Domain, 1UL), (changed!.Timezone, changed.Domain, changed.Id));
        Assert.Single(changed.Shields);
        Assert.Single(changed.Goals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_failed_write_the_site_is_what_the_storage_holds(bool arrived)
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo);
        silo.States.FailedWritesArrive = arrived;
        silo.States.FailAfter(0);
        await Assert.ThrowsAnyAsync<OrleansException>(() => site.AddShieldAsync(ShieldKind.Country, "DE"));
        var expected = arrived ? 1 : 0;
        Assert.Equal(expected, (await site.LeaseAsync(0)).Site!.Shields.Length);
        Assert.NotNull((await site.AddShieldAsync(ShieldKind.Country, "FR"))!.Rule);
        await using var after = await SiloFixture.StartAsync(silo.States.Copy());
        Assert.Equal(expected + 1, (await after.Grains.GetGrain<ISiteGrain>(Domain).GetAsync())!.Shields.Length);
    }

    [Fact]
    public async Task A_site_whose_creation_failed_at_any_write_is_made_whole_by_the_same_call()
    {
        await using var silo = await SiloFixture.StartAsync();
        var directory = silo.Grains.GetGrain<ISiteDirectoryGrain>(0);
        for (var goodWrites = 0; goodWrites < 3; goodWrites++)
        {
            silo.States.FailAfter(goodWrites);
            var domain = $"site{goodWrites}.example";
            await Assert.ThrowsAnyAsync<OrleansException>(() => directory.CreateAsync(domain, "Europe/Paris"));
            Assert.Null(await silo.Grains.GetGrain<ISiteGrain>(domain).GetAsync());
            var site = await directory.CreateAsync(domain, "Europe/Berlin");
            Assert.Equal((ulong)goodWrites + 1, site!.Id);
            Assert.Equal(site, await silo.Grains.GetGrain<ISiteGrain>(domain).GetAsync());
        }
    }

    [Fact]
    public async Task Tokens_of_a_window_never_exceed_the_threshold_though_the_process_is_killed_in_it()
    {
        var states = new StoredStates();
        var given = 0;
        for (var life = 0; life < 4; life++)
        {
            await using var silo = await SiloFixture.StartAsync(states);
            var site = life == 0 ? await LimitAsync(silo, 1000) : silo.Grains.GetGrain<ISiteGrain>(Domain);
            for (var i = 0; i < 3; i++) given += (await site.LeaseAsync(10)).Tokens;
            if (life == 3) while ((await site.LeaseAsync(50)).Tokens is var tokens and > 0) given += tokens;
            states = silo.States.Copy();
        }

        Assert.InRange(given, 250, 1000);
    }

    [Fact]
    public async Task An_orderly_end_of_the_grain_costs_no_token()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await LimitAsync(silo, 1000);
        var given = (await site.LeaseAsync(10)).Tokens;
        await silo.DeactivateAsync(silo.Grains.GetGrain<ISiteHomeGrain>(1));
        while ((await site.LeaseAsync(1)).Tokens is var tokens and > 0) given += tokens;
        Assert.Equal(1000, given);
    }

    [Fact]
    public async Task A_window_costs_few_writes()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await LimitAsync(silo, 1000);
        var before = silo.States.Writes;
        while ((await site.LeaseAsync(1)).Tokens > 0) continue;
        Assert.InRange(silo.States.Writes - before, 1, 5);
    }

    private static string Value(ShieldKind kind, int i) => kind switch
    {
        ShieldKind.Hostname => $"host{i}.example",
        ShieldKind.Page => $"/page{i}",
        _ => $"192.0.2.{i}",
    };

    private static async Task<ISiteGrain> CreateAsync(SiloFixture silo)
    {
        await silo.Grains.GetGrain<ISiteDirectoryGrain>(0).CreateAsync(Domain, null);
        return silo.Grains.GetGrain<ISiteGrain>(Domain);
    }

    private static async Task<ISiteGrain> LimitAsync(SiloFixture silo, int threshold)
    {
        var site = await CreateAsync(silo);
        await site.PutAsync((await site.GetAsync())! with { IngestRateLimitThreshold = threshold, IngestRateLimitScaleSeconds = WholeTest });
        return site;
    }
}
