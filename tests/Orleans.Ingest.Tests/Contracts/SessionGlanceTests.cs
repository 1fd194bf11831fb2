using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Pipeline.Events;
using Orleans.Ingest.Pipeline.Sessions;
using Orleans.Serialization;
using Xunit;

namespace Orleans.Ingest.Tests.Contracts;

public sealed class SessionGlanceTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_glance_arrives_as_it_was_sent()
    {
        // Every member unlike its default, and unlike every other.
        var session = new SessionState
        {
            SessionId = 1, SiteId = 2, UserId = 3, Start = Noon, Timestamp = Noon.AddSeconds(1), LastActivity = Noon.AddSeconds(2), Hostname = "a", EntryPage = "/b", ExitPage = "/c",
            ExitPageHostname = "d", IsBounce = true, Pageviews = 4, Events = 5, Duration = 6, EntryProps = [new("e", "f")], Visit = VisitAttributes.Empty with { Browser = "g" },
        };
        Assert.All(typeof(SessionState).GetProperties().Where(property => property.CanWrite && property.Name != nameof(SessionState.EntryProps)), property => Assert.NotEqual(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : "", property.GetValue(session)));
        var read = Serializer.Deserialize<SessionGlance>(Serializer.SerializeToArray(new SessionGlance(session, 7)));
        Assert.Equal(7UL, read.ClosedFor);
        Assert.Equal(session.EntryProps, read.Session!.EntryProps);
        Assert.Equal(session, read.Session with { EntryProps = session.EntryProps });
        Assert.Equal(default, Serializer.Deserialize<SessionGlance>(Serializer.SerializeToArray(default(SessionGlance))));
    }
}
