using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Contracts.Salts;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Contracts.Sites;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Serialization;
using Xunit;

namespace Orleans.Ingest.Tests.Contracts;

/// <summary>A message of this version is read by one whose type has a member more, and the other way round.</summary>
public sealed class RollingUpgradeTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Theory]
    [InlineData(typeof(SessionEvent), typeof(NextSessionEvent))]
    [InlineData(typeof(RecordOutcome), typeof(NextRecordOutcome))]
    [InlineData(typeof(SiteLease), typeof(NextSiteLease))]
    [InlineData(typeof(DailySalt), typeof(NextDailySalt))]
    public void The_next_version_of_a_type_is_the_present_one_and_a_member(Type present, Type next)
    {
        var members = WireMembers.MembersOf(present).ToList();
        Assert.Equal([.. members, ((uint)members.Count, "Added", typeof(string))], WireMembers.MembersOf(next));
    }

    [Fact]
    public void An_event_passes_between_two_versions()
    {
        var next = Read<SessionEvent, NextSessionEvent>(Event);
        Assert.Equal((Event.Id, Event.Born, Event.Domain, Event.PreviousUserId, Event.Route, null), (next.Id, next.Born, next.Domain, next.PreviousUserId, next.Route, next.Added));
        AssertSame(Event.Event, next.Event!);

        // The added text is the domain once more: on the wire a reference into what was read before it.
        var back = Read<NextSessionEvent, SessionEvent>(next with { Added = next.Domain });
        AssertSame(Event.Event, back.Event);
        Assert.Equal(Event with { Event = back.Event }, back);
    }

    [Fact]
    public void An_outcome_passes_between_two_versions()
    {
        var outcome = new RecordOutcome(RecordStatus.IsClosed, DropReason.Throttle, 8, 256);
        var next = Read<RecordOutcome, NextRecordOutcome>(outcome);
        Assert.Equal(new(outcome.Status, outcome.Reason, outcome.ClosedFor, outcome.Position, null), next);
        Assert.Equal(outcome, Read<NextRecordOutcome, RecordOutcome>(next with { Added = "new" }));
    }

    [Fact]
    public void A_lease_passes_between_two_versions()
    {
        var lease = new SiteLease { Site = new SiteSettings { Id = 3, Domain = "a.example" }, Window = Noon, Tokens = 5, Lifetime = TimeSpan.FromMilliseconds(500) };
        var next = Read<SiteLease, NextSiteLease>(lease);
        Assert.Equal((lease.Site.Domain, lease.Window, lease.Tokens, lease.Lifetime, null), (next.Site!.Domain, next.Window, next.Tokens, next.Lifetime, next.Added));
        var back = Read<NextSiteLease, SiteLease>(next with { Added = next.Site.Domain });
        Assert.Equal(lease.Site.Domain, back.Site!.Domain);
        Assert.Equal(lease with { Site = null }, back with { Site = null });
    }

    [Fact]
    public void A_salt_passes_between_two_versions()
    {
        var salt = new DailySalt(new(2026, 3, 1), [1, 2, 3]);
        var next = Read<DailySalt, NextDailySalt>(salt);
        Assert.Equal((salt.Day, null), (next.Day, next.Added));
        Assert.Equal(salt.Key, next.Key);
        var back = Read<NextDailySalt, DailySalt>(next with { Added = "new" });
        Assert.Equal(salt.Day, back.Day);
        Assert.Equal(salt.Key, back.Key);
    }

    private static SessionEvent Event => new()
    {
        Id = new(ulong.MaxValue, 3),
        Born = Noon.AddTicks(7),
        Domain = "a.example",
        PreviousUserId = 7,
        Route = SessionRoute.ToPrevious,
        Event = new()
        {
            Timestamp = Noon,
            Name = IngestEvent.PageviewName,
            SiteId = 1,
            UserId = 8,
            Hostname = "a.example",
            Pathname = "/a",
            Props = [new("plan", "free")],
            Visit = VisitAttributes.Empty,
        },
    };

    /// <summary>As a member or an argument of a call is written: without the name of the type that is expected there.</summary>
    private static TRead Read<TWritten, TRead>(TWritten written) => Serializer.Deserialize<TRead>(Serializer.SerializeToArray(written))!;

    private static void AssertSame(IngestEvent expected, IngestEvent actual)
    {
        Assert.Equal(expected.Props, actual.Props);
        Assert.Equal(expected with { Props = [] }, actual with { Props = [] });
    }
}
