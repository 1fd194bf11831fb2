using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

public sealed class SessionSnapshotTests
{
    private static readonly SessionSnapshot Empty = new(1, null, [], DateTime.MinValue);

    [Fact]
    public void Ids_are_kept_with_the_oldest_birth_first()
    {
        var snapshot = Empty.Remember(Seen(1, 10), Seen(2, 5)).Remember(Seen(3, 7));
        Assert.Equal([2ul, 3ul, 1ul], snapshot.Seen.Select(seen => seen.Id.Request));
        Assert.Equal(DateTime.MinValue, snapshot.Horizon);
        Assert.True(snapshot.Holds(new(3, 0)));
        Assert.False(snapshot.Holds(new(3, 1)));
    }

    [Fact]
    public void Repeated_id_is_kept_once() => Assert.Single(Empty.Remember(Seen(1, 10), Seen(1, 10)).Remember(Seen(1, 10)).Seen);

    [Fact]
    public void Beyond_the_cap_the_oldest_birth_leaves_and_moves_the_horizon()
    {
        var snapshot = Empty;
        for (var i = 1; i <= SessionSnapshot.MaxSeen + 3; i++)
            snapshot = snapshot.Remember(Seen((ulong)i, i));
        Assert.Equal((SessionSnapshot.MaxSeen, At(3)), (snapshot.Seen.Count, snapshot.Horizon));
        Assert.Equal(4ul, snapshot.Seen[0].Id.Request);
    }

    [Fact]
    public void Ids_two_minutes_older_than_the_newest_leave()
    {
        var snapshot = Empty.Remember(Seen(1, 0), Seen(2, 10)).Remember(Seen(3, 130));
        Assert.Equal([2ul, 3ul], snapshot.Seen.Select(seen => seen.Id.Request));
        Assert.Equal(At(0), snapshot.Horizon);
    }

    [Fact]
    public void Unknown_event_at_or_before_the_horizon_cannot_be_judged()
    {
        var snapshot = Empty.Remember(Seen(1, 0)).Remember(Seen(2, 200));
        Assert.False(snapshot.CanJudge(Seen(9, 0)));
        Assert.True(snapshot.CanJudge(Seen(9, 0.001)));
        Assert.True(snapshot.CanJudge(Seen(2, 200)));
    }

    [Property]
    public void No_id_is_forgotten_above_the_horizon((byte Id, short Born)[] births)
    {
        var snapshot = Empty;
        var all = new List<SeenEvent>();
        foreach (var (id, born) in births)
        {
            var seen = Seen(id, born);
            if (!all.Exists(other => other.Id == seen.Id))
                all.Add(seen);
            var before = snapshot.Horizon;
            snapshot = snapshot.Remember(seen);
            Assert.True(snapshot.Horizon >= before);
        }

        Assert.True(snapshot.Seen.Count <= SessionSnapshot.MaxSeen);
        Assert.Equal(snapshot.Seen.OrderBy(seen => seen.Born), snapshot.Seen);
        Assert.All(all.Where(seen => seen.Born > snapshot.Horizon), seen => Assert.True(snapshot.Holds(seen.Id)));
    }

    private static SeenEvent Seen(ulong request, double born) => new(new(request, 0), At(born));
}
