using Orleans.Ingest.Contracts.Serialization;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary>A million sessions hold what they got by messages and read from snapshots: texts that are the same are one.</summary>
public sealed class SharedTextsTests
{
    [Fact]
    public void Visits_that_came_by_messages_share_their_texts()
    {
        var converter = new VisitAttributesConverter();
        // Others read texts at the same time, and one may take the place.
        Assert.Contains(Enumerable.Range(0, 100), _ => ReferenceEquals(Received().Browser, Received().Browser));

        VisitAttributes Received() => converter.ConvertFromSurrogate(converter.ConvertToSurrogate(new() { Browser = Apart("A browser of this test") }));
    }

    [Fact]
    public void Pages_that_came_by_messages_share_their_texts()
    {
        var converter = new IngestEventConverter();
        Assert.Contains(Enumerable.Range(0, 100), _ => ReferenceEquals(Received().Pathname, Received().Pathname));

        IngestEvent Received() => converter.ConvertFromSurrogate(converter.ConvertToSurrogate(new()
        {
            Timestamp = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc),
            Name = IngestEvent.PageviewName,
            SiteId = 1,
            UserId = 42,
            Hostname = "example.com",
            Pathname = Apart("/a-page-of-this-test"),
            Visit = VisitAttributes.Empty,
        }));
    }

    [Fact]
    public void Sessions_that_were_read_from_snapshots_share_their_texts()
    {
        Assert.Contains(Enumerable.Range(0, 100), _ => ReferenceEquals(Read().ExitPage, Read().ExitPage));

        static SessionState Read() => SnapshotCodec.Decode(SnapshotCodec.Encode(new(1, new()
        {
            SessionId = 7,
            SiteId = 1,
            UserId = 42,
            Start = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc),
            Timestamp = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc),
            LastActivity = new(2026, 7, 1, 12, 0, 0, DateTimeKind.Utc),
            ExitPage = "/another-page-of-this-test",
            Visit = VisitAttributes.Empty,
        }, [], DateTime.MinValue))).Session!;
    }

    private static string Apart(string text) => new(text.AsSpan());
}
