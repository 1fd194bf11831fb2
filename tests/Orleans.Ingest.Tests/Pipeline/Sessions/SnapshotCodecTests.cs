using System.Collections.Immutable;
using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

public sealed class SnapshotCodecTests
{
    [Fact]
    public void First_byte_is_the_version_of_the_form_and_only_what_is_rare_is_new_to_the_version_before()
    {
        Assert.Equal(1, SnapshotCodec.Encode(Sample())[0]);
        Assert.Equal(2, SnapshotCodec.Encode(Sample() with { ClosedFor = 8 })[0]);
        Assert.Equal(3, SnapshotCodec.Encode(Sample() with { Earlier = [Sample().Session!] })[0]);
    }

    [Fact]
    public void What_the_first_form_wrote_is_read()
    {
        // Version 0x0807060504030201, horizon at the beginning of time, one id (request 9, domain 1) a tick later, no session.
        byte[] written = [1, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 9, 0, 0, 0, 0, 0, 0, 0, 2, 2, 0];
        var read = SnapshotCodec.Decode(written);
        Assert.Equal((0x0807060504030201UL, 0UL, (SessionState?)null, DateTime.MinValue), (read.Version, read.ClosedFor, read.Session, read.Horizon));
        Assert.Equal(new SeenEvent(new(9, 1), new(1, DateTimeKind.Utc)), Assert.Single(read.Seen));
        Assert.Equal(written, SnapshotCodec.Encode(read));
    }

    [Fact]
    public void Every_member_survives() => AssertEqual(Sample(), SnapshotCodec.Decode(SnapshotCodec.Encode(Sample())));

    [Property]
    public void What_was_encoded_is_decoded(ulong[] numbers, short[] births, string?[] texts, bool bounce, bool live)
    {
        var snapshot = Any(numbers, births, [.. texts.Select(text => text ?? "")], bounce, live);
        AssertEqual(snapshot, SnapshotCodec.Decode(SnapshotCodec.Encode(snapshot)));
        if (live) AssertEqual(snapshot with { Earlier = [Sample().Session!, snapshot.Session!] }, SnapshotCodec.Decode(SnapshotCodec.Encode(snapshot with { Earlier = [Sample().Session!, snapshot.Session!] })));
    }

    [Property]
    public void Broken_bytes_are_refused_and_nothing_worse(byte[] noise, ushort at)
    {
        var bytes = SnapshotCodec.Encode(Sample());
        Assert.Throws<InvalidDataException>(() => SnapshotCodec.Decode(bytes.AsSpan(0, at % bytes.Length)));
        for (var i = 0; i < noise.Length; i++)
            bytes[(at + i) % bytes.Length] = noise[i];

        TryDecode(bytes);
        TryDecode(noise);
    }

    [Fact]
    public void Newer_form_is_named()
    {
        var bytes = SnapshotCodec.Encode(Sample());
        bytes[0] = 9;
        Assert.Contains("form 9", Assert.Throws<InvalidDataException>(() => SnapshotCodec.Decode(bytes)).Message);
    }

    [Fact]
    public void Usual_snapshot_is_small() => Assert.InRange(SnapshotCodec.Encode(Sample()).Length, 0, 400);

    private static void TryDecode(byte[] bytes)
    {
        try
        {
            SnapshotCodec.Decode(bytes);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static SessionSnapshot Sample() => Any(
        [ulong.MaxValue, 1, 2], [-3, 0, 5], ["example.com", "/a", "", "Google", "é😀"], bounce: true, live: true);

    private static SessionSnapshot Any(ulong[] numbers, short[] births, string[] texts, bool bounce, bool live)
    {
        ulong Number(int i) => numbers.Length == 0 ? 0 : numbers[i % numbers.Length];
        string Text(int i) => texts.Length == 0 ? "" : Valid(texts[i % texts.Length]);
        var seen = births.Select((born, i) => new SeenEvent(new(Number(i), born), At(born).AddTicks(i)));
        var session = new SessionState
        {
            SessionId = Number(0),
            SiteId = Number(1),
            UserId = Number(2),
            Start = At((uint)Number(3)),
            Timestamp = At((int)Number(4)),
            LastActivity = At((int)Number(5)),
            Hostname = Text(0),
            EntryPage = Text(1),
            ExitPage = Text(2),
            ExitPageHostname = Text(3),
            IsBounce = bounce,
            Pageviews = (int)Number(6),
            Events = (int)Number(7),
            Duration = (uint)Number(8),
            EntryProps = [.. texts.Select((text, i) => new Prop(Valid(text), Text(i + 1)))],
            Visit = new()
            {
                Referrer = Text(4), ReferrerSource = Text(5), UtmMedium = Text(6), UtmSource = Text(7), UtmCampaign = Text(8), UtmContent = Text(9),
                UtmTerm = Text(10), ClickIdParam = Text(11), AcquisitionChannel = Text(12), CountryCode = Text(13), Subdivision1Code = Text(14),
                Subdivision2Code = Text(15), CityGeonameId = (uint)Number(9), ScreenSize = Text(16), OperatingSystem = Text(17),
                OperatingSystemVersion = Text(18), Browser = Text(19), BrowserVersion = Text(20),
            },
        };
        return new(Number(4), live ? session : null, [.. seen], At(-(double)(uint)Number(5)), live ? 0 : Number(6));
    }

    /// <summary>Texts of events are valid Unicode; half a surrogate pair is not.</summary>
    private static string Valid(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static void AssertEqual(SessionSnapshot expected, SessionSnapshot actual)
    {
        Assert.Equal(expected.Seen, actual.Seen);
        Assert.Equal(expected.Session?.EntryProps, actual.Session?.EntryProps);
        Assert.Equal(Bare(expected), Bare(actual));
        Assert.Equal(expected.Earlier.Select(BareSession), actual.Earlier.Select(BareSession));
        Assert.Equal(DateTimeKind.Utc, actual.Horizon.Kind);

        // Arrays are compared above; records compare them by reference.
        static SessionSnapshot Bare(SessionSnapshot snapshot) => snapshot with
        {
            Seen = [],
            Earlier = [],
            Session = snapshot.Session is null ? null : BareSession(snapshot.Session),
        };

        static SessionState BareSession(SessionState session) => session with { EntryProps = ImmutableArray<Prop>.Empty };
    }
}
