using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Grains.Salts;
using Orleans.Ingest.Grains.Sites;
using Orleans.Serialization;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

/// <summary>What grains send and store must be read by the next version, and by the one before during an upgrade.</summary>
public sealed class StoredTypesTests
{
    private static readonly DateTime _noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<Type> Types =>
        [.. from assembly in (Assembly[])[typeof(ISiteGrain).Assembly, typeof(SiteState).Assembly]
            from type in assembly.GetTypes()
            where type.GetCustomAttribute<GenerateSerializerAttribute>() is not null
            select type];

    [Theory]
    [MemberData(nameof(Types))]
    public void A_message_or_state_has_a_name_of_its_own_that_outlives_a_renamed_type(Type type)
    {
        var alias = type.GetCustomAttribute<AliasAttribute>()?.Alias;
        Assert.StartsWith("ingest.", alias);
        Assert.Single(Types, other => other.Data.GetCustomAttribute<AliasAttribute>()?.Alias == alias);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_field_of_a_message_or_state_has_a_number_of_its_own(Type type)
    {
        if (type.IsEnum) return;
        const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;
        MemberInfo[] members = [.. type.GetProperties(Declared).Where(property => property.SetMethod is not null), .. type.GetFields(Declared)];
        var ids = members.Select(member => member.GetCustomAttribute<IdAttribute>()?.Id).ToList();
        Assert.NotEmpty(ids);
        Assert.DoesNotContain(null, ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void States_are_read_as_they_were_written()
    {
        AssertSame(new SiteDomainState { SiteId = 3, Until = _noon });
        AssertSame(new RateWindowState { Start = _noon, ScaleSeconds = 60, SetAside = 250 });
        var settings = new SiteSettings { Id = 3, Domain = "a.example", AcceptTrafficUntil = new(2026, 12, 31), Shields = [new(1, ShieldKind.Ip, "192.0.2.7")], Goals = [new(2, "Purchase", "EUR")] };
        var site = RoundTrip(new SiteState { Settings = settings, LastId = 2 });
        Assert.Equal(settings.Shields, site.Settings!.Shields);
        Assert.Equal(settings.Goals, site.Settings.Goals);
        Assert.Equal(settings with { Shields = [], Goals = [] }, site.Settings with { Shields = [], Goals = [] });
        var directory = RoundTrip(new SiteDirectoryState().Added("a.example", 1, _noon).Renamed("a.example", "b.example", _noon, _noon.AddHours(72)));
        Assert.Equal((1UL, "b.example"), (directory.IdOf("b.example"), directory.DomainOf(1)));
        Assert.Equal(new FormerDomain("a.example", 1, _noon.AddHours(72)), directory.FormerOf("a.example", _noon));
        Assert.Equal(["a.example", "b.example"], directory.Unfinished!.Domains);
        Assert.Equal(new DateOnly(2026, 3, 1), RoundTrip(new SaltState { Salts = [new DailySalt(new(2026, 3, 1), [1, 2])] }).Salts.Single().Day);
    }

    private static void AssertSame<T>(T state) => Assert.Equal(state, RoundTrip(state));

    private static T RoundTrip<T>(T state) => Serializer().Deserialize<T>(Serializer().SerializeToArray(state))!;

    private static Serializer Serializer() => new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();
}
