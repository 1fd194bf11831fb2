using System.Net;
using FsCheck;
using FsCheck.Xunit;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Grains.Placement;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class SessionPlacesTests
{
    [Property]
    public bool The_order_of_the_silos_does_not_matter(ulong user, PositiveInt silos, int seed)
    {
        var all = Silos(silos.Get);
        var shuffled = all.ToArray();
        new System.Random(seed).Shuffle(shuffled);
        return SessionPlaces.Choose(Session(user), all).Equals(SessionPlaces.Choose(Session(user), shuffled));
    }

    [Property]
    public bool Only_the_sessions_of_a_silo_that_leaves_move(ulong user, PositiveInt silos, PositiveInt leaves)
    {
        var all = Silos(silos.Get + 1);
        var gone = all[leaves.Get % all.Length];
        var before = SessionPlaces.Choose(Session(user), all);
        return before.Equals(gone) || before.Equals(SessionPlaces.Choose(Session(user), [.. all.Where(silo => !silo.Equals(gone))]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void Silos_get_equal_shares(int silos)
    {
        const int sessions = 20_000;
        var all = Silos(silos);
        var shares = Enumerable.Range(0, sessions).CountBy(user => SessionPlaces.Choose(Session((ulong)user), all)).ToDictionary();
        Assert.Equal(silos, shares.Count);
        Assert.All(shares.Values, share => Assert.InRange(share * silos / (double)sessions, 0.9, 1.1));
    }

    private static GrainId Session(ulong user) => GrainId.Create("session", new SessionKey(1, user).ToString());

    private static SiloAddress[] Silos(int count) => [.. Enumerable.Range(0, count).Select(i => SiloAddress.New(IPAddress.Loopback, 11_111 + i, 500_000_000 + i))];
}
