using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Tests.ClickHouse.Rows;

public class ChunkPayloadWriterTests
{
    private readonly ChunkPayloadWriter _writer = new();

    [Fact]
    public void Event_row_carries_its_own_page_and_its_sessions_ids_and_attributes()
    {
        var other = Samples.Visit with { ReferrerSource = "Bing" };
        _writer.AddEvent(Samples.Pageview("/a") with { Visit = other }, Samples.Session(), "example.org");

        var row = Assert.Single(Events());
        Assert.Equal("/a", row["pathname"]);
        Assert.Equal(42UL, row["user_id"]);
        Assert.Equal(99UL, row["session_id"]);
        Assert.Equal("Google", row["referrer_source"]);
        Assert.Equal("Paid Search", row["acquisition_channel"]);
        Assert.Equal(Samples.Noon, row["timestamp"]);
    }

    [Fact]
    public void Positions_are_indexes_in_the_chunk_and_sessions_stand_at_the_last_event()
    {
        _writer.AddSession(-1, Samples.Session(1));
        _writer.AddEvent(Samples.Pageview("/a"), Samples.Session(2), "example.org");
        _writer.AddEvent(Samples.Pageview("/b"), Samples.Session(3), "example.org");
        _writer.AddSession(+1, Samples.Session(3));

        Assert.Equal(2, _writer.EventCount);
        Assert.Equal([0UL, 1UL], Events().Select(row => row["ingest_position"]));
        Assert.Equal([1UL, 1UL], Sessions().Select(row => row["ingest_position"]));
        Assert.Equal([(sbyte)-1, (sbyte)1], Sessions().Select(row => row["sign"]));
    }

    [Fact]
    public void Run_of_equal_events_is_counted_in_one_row()
    {
        _writer.AddEvent(Samples.Pageview(), Samples.Session(), "example.org");
        _writer.AddEvent(Samples.Pageview(at: Samples.Noon.AddSeconds(29)), Samples.Session(), "example.org");
        _writer.AddEvent(Samples.Pageview(at: Samples.Noon.AddSeconds(30)), Samples.Session(), "example.org");
        _writer.AddEvent(Samples.Pageview(at: Samples.Noon.AddSeconds(30)), Samples.Session(), "www.example.org");

        var rows = DecodedRow.AllOf(CounterRow.Version1.Columns, Parsed().Counted);
        Assert.Equal(
            [(Samples.Noon.AddSeconds(-30), "example.org", 2UL), (Samples.Noon.AddSeconds(30), "example.org", 1UL), (Samples.Noon.AddSeconds(30), "www.example.org", 1UL)],
            rows.Select(row => ((DateTime)row["event_timebucket"]!, (string)row["domain"]!, (ulong)row["value"]!)));
        Assert.All(rows, row => Assert.Equal(("buffered", 7UL, (ushort)12), ((string)row["metric"]!, (ulong)row["site_id"]!, (ushort)row["tracker_script_version"]!)));
    }

    [Fact]
    public void Text_is_utf8_and_a_lone_surrogate_becomes_a_replacement()
    {
        string[] paths = ["", "/straße/日本語/🙂", "/\ud800/"];
        foreach (var path in paths)
        {
            _writer.AddEvent(Samples.Pageview(path), Samples.Session(), "example.org");
        }

        Assert.Equal(["", "/straße/日本語/🙂", "/\ufffd/"], Events().Select(row => row["pathname"]));
    }

    [Theory]
    [InlineData(42), InlineData(43), InlineData(127), InlineData(128), InlineData(16383), InlineData(16384), InlineData(100_000)]
    public void Text_of_any_length_is_read_back(int length)
    {
        var path = new string('€', length);
        _writer.AddEvent(Samples.Pageview(path), Samples.Session(), "example.org");

        Assert.Equal(path, Assert.Single(Events())["pathname"]);
    }

    [Fact]
    public void Unknown_country_and_currency_are_zero_bytes()
    {
        _writer.AddEvent(Samples.Pageview(), Samples.Session() with { Visit = VisitAttributes.Empty }, "example.org");

        var row = Assert.Single(Events());
        Assert.Equal("\0\0", row["country_code"]);
        Assert.Equal("\0\0\0", row["revenue_source_currency"]);
        Assert.Null(row["revenue_source_amount"]);
    }

    [Theory]
    [InlineData("19.99", "19.99"), InlineData("-0.0005", "-0.001"), InlineData("0", "0")]
    [InlineData("79228162514264337593543950335", "999999999999999.999"), InlineData("-79228162514264337593543950335", "-999999999999999.999")]
    public void Amount_has_three_decimals_and_ends_at_the_columns_range(string sent, string stored)
    {
        var revenue = new Revenue(decimal.Parse(sent), "USD", null, "");
        _writer.AddEvent(Samples.Pageview() with { Revenue = revenue }, Samples.Session(), "example.org");

        Assert.Equal(decimal.Parse(stored), Assert.Single(Events())["revenue_source_amount"]);
    }

    [Fact]
    public void Props_are_two_arrays()
    {
        var pageview = Samples.Pageview() with { Props = [new("author", "Ann"), new("path", "")] };
        _writer.AddEvent(pageview, Samples.Session(), "example.org");
        _writer.AddEvent(Samples.Pageview() with { Props = default }, Samples.Session(), "example.org");

        Assert.Equal(["author", "path"], (string[])Events()[0]["meta.key"]!);
        Assert.Equal(["Ann", ""], (string[])Events()[0]["meta.value"]!);
        Assert.Empty((string[])Events()[1]["meta.key"]!);
    }

    [Fact]
    public void Cleared_writer_starts_again()
    {
        _writer.AddEvent(Samples.Pageview("/a"), Samples.Session(), "example.org");
        var first = _writer.ToPayload();
        _writer.Clear();
        Assert.Equal(0, _writer.EventCount);
        _writer.AddEvent(Samples.Pageview("/a"), Samples.Session(), "example.org");

        Assert.Equal(first, _writer.ToPayload());
    }

    [Fact]
    public void Damaged_payload_is_told_from_a_whole_one()
    {
        _writer.AddEvent(Samples.Pageview("/a"), Samples.Session(), "example.org");
        _writer.AddSession(+1, Samples.Session());
        var payload = _writer.ToPayload();

        for (var length = 0; length < payload.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => ChunkPayload.Parse(payload.AsMemory(0, length), ChunkPayloadWriter.SchemaVersion));
        }

        Assert.Throws<InvalidDataException>(() => ChunkPayload.Parse(payload, ChunkPayloadWriter.SchemaVersion + 1));
    }

    private ChunkPayload Parsed() => ChunkPayload.Parse(_writer.ToPayload(), ChunkPayloadWriter.SchemaVersion);

    private List<DecodedRow> Events() => DecodedRow.AllOf(EventRow.Version1.Columns, Parsed().Events);

    private List<DecodedRow> Sessions() => DecodedRow.AllOf(SessionRow.Version1.Columns, Parsed().Sessions);
}
