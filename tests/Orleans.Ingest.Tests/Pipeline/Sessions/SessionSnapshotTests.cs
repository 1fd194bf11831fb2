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
        var snapshot = Many(SessionSnapshot.MaxSeen + 3, apart: 1);
        Assert.Equal((SessionSnapshot.MaxSeen, At(3)), (snapshot.Seen.Count, snapshot.Horizon));
        Assert.Equal(4ul, snapshot.Seen[0].Id.Request);
    }

    [Fact]
    public void Of_many_at_once_more_are_remembered_than_are_written()
    {
        var snapshot = Many(SessionSnapshot.MaxHeld + 3, apart: 0.01);
        Assert.Equal((SessionSnapshot.MaxHeld, At(0.03)), (snapshot.Seen.Count, snapshot.Horizon));
        Assert.True(snapshot.CanJudge(Seen(9_999, 0.035)));

        var read = SnapshotCodec.Decode(SnapshotCodec.Encode(snapshot));
        Assert.Equal(snapshot.Seen.TakeLast(SessionSnapshot.MaxSeen), read.Seen);
        Assert.Equal(At((SessionSnapshot.MaxHeld + 3 - SessionSnapshot.MaxSeen) * 0.01), read.Horizon);
        Assert.False(read.CanJudge(Seen(9_999, 0.035)));

        // They are forgotten once no retry can come.
        var later = snapshot.Remember(Seen(10_000, 90));
        Assert.Equal((SessionSnapshot.MaxSeen, At((SessionSnapshot.MaxHeld + 4 - SessionSnapshot.MaxSeen) * 0.01)), (later.Seen.Count, later.Horizon));
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

        Assert.True(snapshot.Seen.Count <= SessionSnapshot.MaxHeld);
        Assert.Equal(snapshot.Seen.OrderBy(seen => seen.Born), snapshot.Seen);
        Assert.All(all.Where(seen => seen.Born > snapshot.Horizon), seen => Assert.True(snapshot.Holds(seen.Id)));
        var read = SnapshotCodec.Decode(SnapshotCodec.Encode(snapshot));
        Assert.True(read.Seen.Count <= SessionSnapshot.MaxSeen && read.Horizon >= snapshot.Horizon);
        Assert.All(all.Where(seen => seen.Born > read.Horizon), seen => Assert.True(read.Holds(seen.Id)));
    }

    /// <summary>The property above for births that lie close, of which more are held than written.</summary>
    [Property]
    public void No_id_of_many_at_once_is_forgotten_above_the_horizon(byte[] births) =>
        No_id_is_forgotten_above_the_horizon([.. Enumerable.Range(0, 3).SelectMany(round => births.Select((born, i) => ((byte)(i + (round * 83)), (short)(born % 20))))]);

    private static SessionSnapshot Many(int count, double apart) => Enumerable.Range(1, count).Aggregate(Empty, (snapshot, i) => snapshot.Remember(Seen((ulong)i, i * apart)));

    private static SeenEvent Seen(ulong request, double born) => new(new(request, 0), At(born));
}
