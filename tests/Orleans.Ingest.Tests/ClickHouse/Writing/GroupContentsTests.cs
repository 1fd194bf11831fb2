using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Tests.ClickHouse.Rows;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Writing;

public class GroupContentsTests
{
    private static readonly ulong First = IngestPosition.Of(1000, queue: 3);

    [Fact]
    public void Partitions_are_the_months_of_events_and_of_session_starts()
    {
        var newYear = new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc);
        var contents = new GroupContents(Group(Chunk(newYear, start: newYear.AddSeconds(-2))));

        Assert.Equal([202601], contents.EventMonths);
        Assert.Equal([202512], contents.SessionMonths);
    }

    [Fact]
    public void Stored_and_dropped_are_added_up_over_chunks()
    {
        var drops = new CounterPayloadWriter();
        drops.Add(Samples.Noon, "dropped_bot", 7, "example.org", 12, 2);
        drops.Add(Samples.Noon, "dropped_not_found", null, "(other)", 0, 5);
        var group = Group(Chunk(Samples.Noon), Chunk(Samples.Noon)) with { Counters = [drops.ToPayload(), drops.ToPayload()] };
        var contents = new GroupContents(group);

        using var counted = new NativeBlock(CounterRow.Version1.Columns, _ => true);
        using var expected = new NativeBlock(CounterRow.Version1.Columns, _ => true);
        contents.Counters.WriteTo(counted);
        var minute = CounterRow.MinuteOf(Samples.Noon);
        Expect("buffered", 7, "example.org", 12, 2);
        Expect("dropped_bot", 7, "example.org", 12, 4);
        Expect("dropped_not_found", null, "(other)", 0, 10);
        Assert.Equal(DecodedBlock.BytesOf(expected), DecodedBlock.BytesOf(counted));

        void Expect(string metric, ulong? site, string domain, ushort scriptVersion, ulong value)
        {
            var row = new RowBinaryBuffer();
            CounterRow.Write(row, minute, metric, site, domain, scriptVersion, value);
            expected.Add(row.Written);
        }
    }

    [Fact]
    public void Rows_get_their_positions_from_the_chunk()
    {
        var chunk = new ChunkPayloadWriter();
        chunk.AddEvent(Samples.Pageview("/a"), Samples.Session(), "example.org");
        chunk.AddEvent(Samples.Pageview("/b"), Samples.Session(), "example.org");

        Assert.Equal(IngestPosition.Of(1001, 3), IngestPosition.At(First, 1));
        Assert.Equal(3, IngestPosition.QueueOf(IngestPosition.At(First, 1)));
        Assert.Equal([0UL, 1UL], DecodedRow.AllOf(EventRow.Version1.Columns, ChunkPayload.Parse(chunk.ToPayload(), 1).Events).Select(row => row["ingest_position"]));
    }

    [Fact]
    public void Chunk_of_another_queue_or_outside_the_bounds_is_refused()
    {
        var payload = Chunk(Samples.Noon);
        Assert.Throws<InvalidDataException>(() => new GroupContents(Group() with { Chunks = [new(First + 1, payload)] }));
        Assert.Throws<InvalidDataException>(() => new GroupContents(Group() with { Chunks = [new(First - IngestPosition.Step, payload)] }));
    }

    [Fact]
    public void Token_names_queue_bounds_table_and_partition() =>
        Assert.Equal($"3:{First}-{First}:events_v2/202603", Group().TokenOf("events_v2", "202603"));

    private static GroupRows Group(params byte[][] payloads) =>
        new(3, First, First, ChunkPayloadWriter.SchemaVersion, [.. payloads.Select(payload => new LoggedChunk(First, payload))], []);

    private static byte[] Chunk(DateTime at, DateTime? start = null)
    {
        var writer = new ChunkPayloadWriter();
        writer.AddEvent(Samples.Pageview(at: at), Samples.Session(start: start ?? at), "example.org");
        writer.AddSession(+1, Samples.Session(start: start ?? at));
        return writer.ToPayload();
    }
}
