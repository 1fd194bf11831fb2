using Orleans.Ingest.ClickHouse.Rows;
using Orleans.Ingest.ClickHouse.Writing;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;

namespace Orleans.Ingest.Cluster.Tests.ClickHouse;

/// <summary>Flush groups as the log gives them.</summary>
internal static class Groups
{
    public static readonly DateTime Noon = new(2026, 3, 14, 12, 0, 30, DateTimeKind.Utc);

    public static IngestEvent Event(DateTime at, string name = "pageview", ulong visitor = 1) => new()
    {
        Timestamp = at,
        Name = name,
        SiteId = 7,
        UserId = visitor,
        Hostname = "example.org",
        Pathname = "/",
        Visit = VisitAttributes.Empty,
    };

    public static SessionState Session(DateTime start, int events, ulong visitor = 1) => new()
    {
        SessionId = 1000 + visitor,
        SiteId = 7,
        UserId = visitor,
        Start = start,
        Timestamp = start.AddSeconds(events),
        LastActivity = start.AddSeconds(events),
        Events = events,
        Pageviews = events,
        Visit = VisitAttributes.Empty,
    };

    /// <summary>One visitor's first pageview.</summary>
    public static byte[] FirstPageview(DateTime at, ulong visitor = 1)
    {
        var writer = new ChunkPayloadWriter();
        writer.AddEvent(Event(at, visitor: visitor), Session(at, 1, visitor), "example.org");
        writer.AddSession(+1, Session(at, 1, visitor));
        return writer.ToPayload();
    }

    /// <summary>The pageview after <paramref name="events"/> others.</summary>
    public static byte[] NextPageview(DateTime start, int events, ulong visitor = 1)
    {
        var writer = new ChunkPayloadWriter();
        writer.AddEvent(Event(start.AddSeconds(events), visitor: visitor), Session(start, events + 1, visitor), "example.org");
        writer.AddSession(-1, Session(start, events, visitor));
        writer.AddSession(+1, Session(start, events + 1, visitor));
        return writer.ToPayload();
    }

    /// <summary>A group of chunks of one event each.</summary>
    public static GroupRows Of(int queue, ulong sequence, params byte[][] chunks) => new(
        queue,
        IngestPosition.Of(sequence, queue),
        IngestPosition.Of(sequence + (ulong)chunks.Length - 1, queue),
        ChunkPayloadWriter.SchemaVersion,
        [.. chunks.Select((chunk, index) => new LoggedChunk(IngestPosition.Of(sequence + (ulong)index, queue), chunk))],
        []);
}
