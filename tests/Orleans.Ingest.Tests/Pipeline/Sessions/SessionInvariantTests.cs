using FsCheck.Xunit;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Xunit;
using static Orleans.Ingest.Tests.Pipeline.Builders.Visits;

namespace Orleans.Ingest.Tests.Pipeline.Sessions;

public sealed class SessionInvariantTests
{
    /// <summary>Rows as they are written, signs and all, against the events that were stored.</summary>
    [Property(MaxTest = 500)]
    public void Signed_rows_sum_up_to_the_events_of_their_session(byte[] script)
    {
        var rows = new List<(int Sign, SessionState Row)>();
        var stored = new List<(ulong Session, IngestEvent Event)>();
        SessionState? session = null;
        var at = 0;
        for (var i = 0; i < script.Length; i++)
        {
            var e = EventOf(script[i], ref at);
            var step = SessionStep.Apply(session, e, (ulong)i + 1);
            if (step.Drop is not null)
            {
                Assert.True(e.IsEngagement);
                continue;
            }

            stored.Add((step.Session!.SessionId, e));
            if (step is { RowChanged: true, IsNew: false })
                rows.Add((-1, session!));
            if (step.RowChanged)
                rows.Add((+1, step.Session));
            Assert.True(step.Session.LastActivity >= step.Session.Start);
            session = step.Session;
        }

        foreach (var ofSession in rows.GroupBy(row => row.Row.SessionId))
        {
            var events = stored.Where(e => e.Session == ofSession.Key && !e.Event.IsEngagement).ToList();
            Assert.Equal(1, ofSession.Sum(row => row.Sign));
            Assert.Equal(events.Count, ofSession.Sum(row => row.Sign * row.Row.Events));
            Assert.Equal(events.Count(e => e.Event.IsPageview), ofSession.Sum(row => row.Sign * row.Row.Pageviews));
        }

        Assert.All(stored, e => Assert.Contains(rows, row => row.Row.SessionId == e.Session));
    }

    private static IngestEvent EventOf(byte script, ref int at)
    {
        // Mostly a few minutes forward, sometimes beyond the gap, sometimes back.
        at += (script >> 3) switch { < 4 => 1900, < 8 => -120, var step => step * 10 };
        return (script & 7) switch
        {
            < 3 => Pageview($"/{script}", at),
            3 => Custom("Signup", at),
            4 => Custom("auto", at, interactive: false),
            5 => Engagement(at, IngestEvent.PageleaveName),
            _ => Engagement(at),
        };
    }
}
