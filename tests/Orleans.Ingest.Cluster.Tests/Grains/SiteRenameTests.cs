using Orleans.Ingest.Contracts.Sites;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

public sealed class SiteRenameTests
{
    private const string Old = "old.example";
    private const string New = "new.example";

    [Fact]
    public async Task A_renamed_site_is_known_under_its_new_domain_and_accepted_under_the_old_one_for_72_hours()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo, Old);
        var rule = await Site(silo, Old).AddShieldAsync(ShieldKind.Page, "/secret*");
        Assert.Equal(RenameStatus.Renamed, await Directory(silo).RenameAsync(Old, New));

        Assert.Null(await Site(silo, Old).GetAsync());
        Assert.Equal((site.Id, New), await IdentityAsync(silo, New));
        Assert.Equal([New], await Directory(silo).ListAsync());
        var lease = await Site(silo, Old).LeaseAsync(0);
        Assert.Equal((site.Id, New), (lease.Site!.Id, lease.Site.Domain));
        Assert.Equal([rule!.Rule!], lease.Site.Shields);

        silo.Clock.Advance(TimeSpan.FromHours(71));
        Assert.NotNull((await Site(silo, Old).LeaseAsync(0)).Site);
        silo.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null((await Site(silo, Old).LeaseAsync(0)).Site);
        Assert.NotNull((await Site(silo, New).LeaseAsync(0)).Site);
    }

    [Fact]
    public async Task Both_domains_share_one_rate_limit_also_in_the_window_of_the_change()
    {
        await using var silo = await SiloFixture.StartAsync();
        await CreateAsync(silo, Old);
        await LimitAsync(silo, Old, threshold: 20);
        var given = (await Site(silo, Old).LeaseAsync(5)).Tokens;
        await Directory(silo).RenameAsync(Old, New);
        for (var i = 0; i < 20; i++) given += (await Site(silo, i % 2 == 0 ? Old : New).LeaseAsync(3)).Tokens;
        Assert.Equal(20, given);
    }

    [Fact]
    public async Task A_domain_that_another_site_has_or_had_less_than_72_hours_ago_is_taken()
    {
        await using var silo = await SiloFixture.StartAsync();
        await CreateAsync(silo, Old);
        await CreateAsync(silo, "other.example");
        Assert.Equal(RenameStatus.Taken, await Directory(silo).RenameAsync("other.example", Old));
        Assert.Equal(RenameStatus.NoSuchSite, await Directory(silo).RenameAsync("none.example", "x.example"));
        await Directory(silo).RenameAsync(Old, New);
        Assert.Equal(RenameStatus.Taken, await Directory(silo).RenameAsync("other.example", Old));
        Assert.Null(await Directory(silo).CreateAsync(Old, null));

        silo.Clock.Advance(TimeSpan.FromHours(73));
        var successor = await CreateAsync(silo, Old);
        Assert.Equal((successor.Id, Old), await IdentityAsync(silo, Old));
        Assert.Equal(3UL, successor.Id);
        Assert.Equal((1UL, New), await IdentityAsync(silo, New));
    }

    [Fact]
    public async Task Changing_back_works_and_each_domain_is_accepted_for_its_own_time()
    {
        await using var silo = await SiloFixture.StartAsync();
        var site = await CreateAsync(silo, Old);
        await Directory(silo).RenameAsync(Old, New);
        silo.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(RenameStatus.Renamed, await Directory(silo).RenameAsync(New, Old));
        Assert.Equal((site.Id, Old), await IdentityAsync(silo, Old));
        Assert.Null(await Site(silo, New).GetAsync());
        Assert.NotNull((await Site(silo, New).LeaseAsync(0)).Site);
        await Directory(silo).RenameAsync(Old, "third.example");
        foreach (var domain in (string[])[Old, New, "third.example"]) Assert.Equal("third.example", (await Site(silo, domain).LeaseAsync(0)).Site?.Domain);
        silo.Clock.Advance(TimeSpan.FromHours(73));
        foreach (var domain in (string[])[Old, New]) Assert.Null((await Site(silo, domain).LeaseAsync(0)).Site);
    }

    [Fact]
    public async Task A_deleted_site_is_gone_under_all_its_domains_and_its_id_is_not_given_again()
    {
        await using var silo = await SiloFixture.StartAsync();
        await CreateAsync(silo, Old);
        await Directory(silo).RenameAsync(Old, New);
        Assert.False(await Directory(silo).DeleteAsync(Old));
        Assert.True(await Directory(silo).DeleteAsync(New));
        foreach (var domain in (string[])[Old, New]) Assert.Null((await Site(silo, domain).LeaseAsync(0)).Site);
        Assert.Equal(2UL, (await CreateAsync(silo, Old)).Id);
        Assert.Equal(3UL, (await CreateAsync(silo, New)).Id);
    }

    [Fact]
    public async Task An_id_that_is_chosen_is_greater_than_all_before_and_none_is_given_twice()
    {
        await using var silo = await SiloFixture.StartAsync();
        var chosen = await Directory(silo).CreateNumberedAsync(Old, "Asia/Kolkata", 40);
        Assert.Equal((40UL, "Asia/Kolkata"), (chosen.Site!.Id, chosen.Site.Timezone));
        Assert.Equal((40UL, Old), await IdentityAsync(silo, Old));
        Assert.Equal(41UL, (await CreateAsync(silo, New)).Id);
        Assert.Equal(new NumberedSite(null, LeastId: 42), await Directory(silo).CreateNumberedAsync("third.example", null, 41));
        Assert.Equal(new NumberedSite(null, LeastId: 0), await Directory(silo).CreateNumberedAsync(Old, null, 50));
        Assert.True(await Directory(silo).DeleteAsync(Old));
        Assert.Equal(new NumberedSite(null, LeastId: 42), await Directory(silo).CreateNumberedAsync(Old, null, 40));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_chosen_id_holds_when_its_making_is_cut_off_and_repeated(int goodWrites)
    {
        await using var silo = await SiloFixture.StartAsync();
        silo.States.FailAfter(goodWrites);
        await Assert.ThrowsAnyAsync<OrleansException>(() => Directory(silo).CreateNumberedAsync(Old, null, 40));
        Assert.Equal(40UL, (await Directory(silo).CreateNumberedAsync(Old, null, 40)).Site?.Id);
        Assert.Equal((40UL, Old), await IdentityAsync(silo, Old));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task A_change_cut_off_at_any_write_is_whole_or_undone_after_the_next_call(int goodWrites, bool isKilled)
    {
        await using var first = await SiloFixture.StartAsync();
        var site = await CreateAsync(first, Old);
        first.States.FailAfter(goodWrites);
        await Assert.ThrowsAnyAsync<OrleansException>(() => Directory(first).RenameAsync(Old, New));
        Assert.NotNull((await Site(first, Old).LeaseAsync(0)).Site);

        await using var second = isKilled ? await SiloFixture.StartAsync(first.States.Copy()) : null;
        var silo = second ?? first;
        var name = Assert.Single(await Directory(silo).ListAsync());
        Assert.Equal(goodWrites == 0 ? Old : New, name);
        Assert.Equal((site.Id, name), await IdentityAsync(silo, name));
        // Who was answered by an error repeats it.
        Assert.Equal(RenameStatus.Renamed, await Directory(silo).RenameAsync(Old, New));
        Assert.Equal((site.Id, New), await IdentityAsync(silo, New));
        Assert.Null(await Site(silo, Old).GetAsync());
        Assert.NotNull((await Site(silo, Old).LeaseAsync(0)).Site);
        silo.Clock.Advance(TimeSpan.FromHours(73));
        Assert.Null((await Site(silo, Old).LeaseAsync(0)).Site);
    }

    private static ISiteDirectoryGrain Directory(SiloFixture silo) => silo.Grains.GetGrain<ISiteDirectoryGrain>(0);

    private static ISiteGrain Site(SiloFixture silo, string domain) => silo.Grains.GetGrain<ISiteGrain>(domain);

    private static async Task<SiteSettings> CreateAsync(SiloFixture silo, string domain) => Assert.IsType<SiteSettings>(await Directory(silo).CreateAsync(domain, null));

    private static async Task<(ulong Id, string Domain)> IdentityAsync(SiloFixture silo, string domain) =>
        await Site(silo, domain).GetAsync() is { } site ? (site.Id, site.Domain) : default;

    private static async Task LimitAsync(SiloFixture silo, string domain, int threshold)
    {
        var site = await Site(silo, domain).GetAsync();
        await Site(silo, domain).PutAsync(site! with { IngestRateLimitThreshold = threshold, IngestRateLimitScaleSeconds = 31 * 86_400 });
    }
}
