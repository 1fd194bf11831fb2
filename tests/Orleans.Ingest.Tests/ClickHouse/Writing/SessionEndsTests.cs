using FsCheck.Xunit;
using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Writing;

public sealed class SessionEndsTests
{
    private const int Sessions = 4;

    [Fact]
    public void Offsets_are_those_of_the_layout()
    {
        var before = SessionRow.Version1.Columns.TakeWhile(column => column.Name != "sign").ToArray();
        Assert.Equal([RowLayout.PositionColumn, "start"], before.Select(column => column.Name));
        Assert.Equal("session_id", SessionRow.Version1.Columns[before.Length + 1].Name);
        Assert.Equal((12, 13), (SessionRow.SignOffset, SessionRow.IdOffset));
    }

    /// <summary>Updates of some sessions, some of which began before the group: each sums up to the same, with two rows at most.</summary>
    [Property]
    public void What_is_left_of_a_session_sums_up_to_the_same(byte[] updates, bool[] began)
    {
        var events = Enumerable.Range(0, Sessions).Select(session => session < began.Length && began[session] ? 3 : 0).ToArray();
        var chunks = updates.Chunk(3).Select(some => Chunk(some, events)).ToArray();
        var ends = new SessionEnds();
        foreach (var chunk in chunks)
        {
            var rows = new FrameReader(chunk.Span);
            while (rows.TryRead(out _, out var row)) ends.Add(row);
        }

        var (all, left, index) = (new List<(int Session, sbyte Sign, int Events)>(), new List<(int Session, sbyte Sign, int Events)>(), 0);
        foreach (var chunk in chunks)
        {
            var reader = new FrameReader(chunk.Span);
            while (reader.TryRead(out _, out var row))
            {
                var decoded = new Rows.DecodedRow(SessionRow.Version1.Columns, row);
                var said = ((int)(ulong)decoded["session_id"]!, (sbyte)decoded["sign"]!, (int)decoded["events"]!);
                all.Add(said);
                if (ends.Contains(row, index++)) left.Add(said);
            }
        }

        Assert.Equal(Sums(all), Sums(left));
        Assert.All(left.GroupBy(row => row.Session), rows => Assert.InRange(rows.Count(), 1, 2));
        Assert.All(left.GroupBy(row => row.Session), rows => Assert.Equal(1, rows.Last().Sign));
    }

    private static ReadOnlyMemory<byte> Chunk(byte[] updates, int[] events)
    {
        var writer = new ChunkPayloadWriter();
        foreach (var session in updates.Select(update => update % Sessions))
        {
            if (events[session] > 0) writer.AddSession(-1, State(session, events[session]));
            writer.AddSession(1, State(session, ++events[session]));
        }

        return ChunkPayload.Parse(writer.ToPayload(), ChunkPayloadWriter.SchemaVersion).Sessions;
    }

    private static Orleans.Ingest.Pipeline.Sessions.SessionState State(int session, int events) => Samples.Session() with { SessionId = (ulong)session, Events = events };

    private static IEnumerable<(int Session, int Signs, int Events)> Sums(List<(int Session, sbyte Sign, int Events)> rows) =>
        rows.GroupBy(row => row.Session).OrderBy(of => of.Key).Select(of => (of.Key, of.Sum(row => row.Sign), of.Sum(row => row.Sign * row.Events)));
}
