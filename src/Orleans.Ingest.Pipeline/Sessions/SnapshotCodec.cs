using System.Collections.Immutable;
using Orleans.Ingest.Pipeline.Events;

namespace Orleans.Ingest.Pipeline.Sessions;

/// <summary>
/// Snapshots as bytes, as they lie in the log and in Redis. The first byte is the version of the form:
/// a new form gets a new one and goes on reading the old, since silos of two versions run side by side during an upgrade.
/// </summary>
public static class SnapshotCodec
{
    // Encoding never awaits, so one a thread is enough.
    [ThreadStatic]
    private static SnapshotWriter? _writer;

    private const byte Open = 1;
    private const byte Closed = 2;
    private const byte OpenWithEarlier = 3;
    private const int SmallestSeen = 10;
    private const int SmallestProp = 2;
    private const int SmallestSession = 50;

    /// <summary>Writes a snapshot, with no more ids than <see cref="SessionSnapshot.Written"/>.</summary>
    public static byte[] Encode(SessionSnapshot snapshot) => Write(snapshot).ToArray();

    /// <summary>As <see cref="Encode"/>, to memory that is this thread's: the bytes are there until its next call.</summary>
    public static ReadOnlySpan<byte> Write(SessionSnapshot snapshot)
    {
        var writer = _writer ??= new();
        writer.Clear();
        // The few that are closed, or hold more than one session, have forms of their own: a silo of the version before goes on reading all others.
        writer.Byte(snapshot.ClosedFor != 0 ? Closed : snapshot.Earlier.IsEmpty ? Open : OpenWithEarlier);
        writer.Fixed64(snapshot.Version);
        if (snapshot.ClosedFor != 0)
            writer.Fixed64(snapshot.ClosedFor);

        var (seen, horizon) = snapshot.Written;
        writer.Time(horizon, DateTime.MinValue);
        writer.Seen(seen.Span, horizon);
        writer.Byte(snapshot.Session is null ? (byte)0 : (byte)1);
        if (snapshot.Session is { } session)
            Write(writer, session);

        if (snapshot.ClosedFor == 0 && !snapshot.Earlier.IsEmpty)
        {
            writer.Number((ulong)snapshot.Earlier.Length);
            foreach (var earlier in snapshot.Earlier)
                Write(writer, earlier);
        }

        return writer.Written;
    }

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="InvalidDataException">The bytes are no snapshot, or one of a form that is not known here.</exception>
    public static SessionSnapshot Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new SnapshotReader(bytes);
        var form = reader.Byte();
        if (form is not (Open or Closed or OpenWithEarlier))
            throw new InvalidDataException($"A session snapshot has form {form}, and this version reads forms {Open} to {OpenWithEarlier}: it was written by a newer one.");

        var version = reader.Fixed64();
        var closedFor = form == Closed ? reader.Fixed64() : 0;
        var horizon = reader.Time(DateTime.MinValue);
        var seen = new SeenEvent[reader.Count(SmallestSeen)];
        var from = horizon;
        for (var i = 0; i < seen.Length; i++)
        {
            var id = new EventId(reader.Fixed64(), (int)reader.Difference());
            from = reader.Time(from);
            seen[i] = new(id, from);
        }

        var session = reader.Byte() == 0 ? null : ReadSession(ref reader);
        var earlier = form == OpenWithEarlier ? ReadEarlier(ref reader) : [];
        if (!reader.AtEnd)
            throw SnapshotReader.Broken("something follows its end");

        return new(version, session, SeenEvents.Of(seen), horizon, closedFor) { Earlier = earlier };
    }

    private static void Write(SnapshotWriter writer, SessionState session)
    {
        writer.Fixed64(session.SessionId);
        writer.Number(session.SiteId);
        writer.Fixed64(session.UserId);
        writer.Time(session.Start, DateTime.MinValue);
        writer.Time(session.Timestamp, session.Start);
        writer.Time(session.LastActivity, session.Start);
        writer.Text(session.Hostname);
        writer.Text(session.EntryPage);
        writer.Text(session.ExitPage);
        writer.Text(session.ExitPageHostname);
        writer.Byte(session.IsBounce ? (byte)1 : (byte)0);
        writer.Difference(session.Pageviews);
        writer.Difference(session.Events);
        writer.Number(session.Duration);
        writer.Number((ulong)session.EntryProps.Length);
        foreach (var (key, value) in session.EntryProps)
        {
            writer.Text(key);
            writer.Text(value);
        }

        VisitCodec.Write(writer, session.Visit);
    }

    private static SessionState ReadSession(ref SnapshotReader reader)
    {
        var sessionId = reader.Fixed64();
        var siteId = reader.Number();
        var userId = reader.Fixed64();
        var start = reader.Time(DateTime.MinValue);
        return new()
        {
            SessionId = sessionId,
            SiteId = siteId,
            UserId = userId,
            Start = start,
            // An initializer runs in the order it is written in: the order of the bytes.
            Timestamp = reader.Time(start),
            LastActivity = reader.Time(start),
            Hostname = reader.Text(),
            EntryPage = reader.Text(),
            ExitPage = reader.Text(),
            ExitPageHostname = reader.Text(),
            IsBounce = reader.Byte() != 0,
            Pageviews = (int)reader.Difference(),
            Events = (int)reader.Difference(),
            Duration = (uint)reader.Number(),
            EntryProps = ReadProps(ref reader),
            Visit = VisitCodec.Read(ref reader),
        };
    }

    private static ImmutableArray<SessionState> ReadEarlier(ref SnapshotReader reader)
    {
        var earlier = ImmutableArray.CreateBuilder<SessionState>(reader.Count(SmallestSession));
        while (earlier.Count < earlier.Capacity)
            earlier.Add(ReadSession(ref reader));

        return earlier.MoveToImmutable();
    }

    private static ImmutableArray<Prop> ReadProps(ref SnapshotReader reader)
    {
        var props = ImmutableArray.CreateBuilder<Prop>(reader.Count(SmallestProp));
        while (props.Count < props.Capacity)
        {
            var key = reader.Text();
            props.Add(new(key, reader.OwnText()));
        }

        return props.MoveToImmutable();
    }
}
