using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Local;
using Xunit;

namespace Orleans.Ingest.Tests.DurableLog;

public sealed class SnapshotIndexTests
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Snapshots of four keys, of any length, in any order, over some half hours: the newest of each is found as it was given.</summary>
    [Property]
    public void The_newest_of_each_key_is_found(byte[] puts)
    {
        var index = new SnapshotIndex(new FakeTimeProvider(_start));
        var newest = new Dictionary<ulong, StoredSnapshot>();
        var memory = new byte[1024];
        for (var i = 0; i < puts.Length; i++)
        {
            var (key, minutes, length) = ((ulong)(puts[i] % 4), puts[i] % 64, puts[i] * 3);
            Array.Fill(memory, (byte)i);
            var snapshot = new StoredSnapshot((ulong)i + 1, LogPosition.Of((ulong)(_start.AddMinutes(minutes).AddMilliseconds(i) - DateTimeOffset.UnixEpoch).TotalMicroseconds, 0), memory.AsMemory(0, length));
            index.Put(new(1, key), snapshot);
            if (!newest.TryGetValue(key, out var known) || known.Position <= snapshot.Position) newest[key] = snapshot with { Bytes = snapshot.Bytes.ToArray() };
        }

        // What it was given is somebody else's again.
        Array.Fill(memory, (byte)255);
        Assert.Equal(newest.Count, index.Count);
        foreach (var (key, snapshot) in newest)
        {
            Assert.Equal(snapshot.Version, index.VersionOf(new(1, key)));
            Assert.True(index.IsNewest(new(1, key), snapshot.Position));
            Assert.False(index.IsNewest(new(1, key), snapshot.Position + 1));
            Assert.Equal(snapshot.Bytes.ToArray(), index.Read(new(1, key))!.Value.ToArray());
        }
    }

    [Fact]
    public void What_was_read_stays_as_it_was_when_the_next_takes_its_place()
    {
        var index = new SnapshotIndex(new FakeTimeProvider(_start));
        var position = LogPosition.Next(0, _start, 0);
        index.Put(new(1, 1), new(10, position, new byte[] { 1, 2, 3 }));
        var read = index.Read(new(1, 1));
        index.Put(new(1, 1), new(11, position + LogPosition.Step, new byte[] { 4, 5 }));
        Assert.Equal([1, 2, 3], read!.Value.ToArray());
        Assert.Equal([4, 5], index.Read(new(1, 1))!.Value.ToArray());
    }

    [Fact]
    public void Who_asks_how_many_there_are_forgets_those_that_have_expired()
    {
        var time = new FakeTimeProvider(_start);
        var index = new SnapshotIndex(time);
        index.Put(new(1, 1), new(10, LogPosition.Next(0, _start, 0), new byte[] { 1 }));
        time.Advance(TimeSpan.FromMinutes(65));
        Assert.Equal(1, index.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void Of_a_key_that_is_not_held_there_is_none()
    {
        var index = new SnapshotIndex(new FakeTimeProvider(_start));
        Assert.Null(index.Read(new(1, 1)));
        Assert.Equal(0UL, index.VersionOf(new(1, 1)));
        Assert.False(index.IsNewest(new(1, 1), 0));
    }
}
