using Microsoft.Extensions.DependencyInjection;
using Orleans.Ingest.ClickHouse.Schema;
using Orleans.Ingest.Cluster.Tests.ClickHouse;
using Orleans.Ingest.Contracts.Sessions;
using Orleans.Ingest.Drivers;
using Orleans.Ingest.Pipeline.Events;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Grains;

/// <summary>Visitors of one site whose events go through their grains to the tables of a <see cref="WriterSilo"/>.</summary>
internal static class WriterVisitors
{
    public const ulong Site = 7;
    public const string Visits = "SELECT concat(toString(user_id), ' ', entry_page, ' ', exit_page, ' ', toString(events)) FROM sessions_v2 FINAL ORDER BY user_id, start";
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    public static readonly DateTime HourAgo = DateTime.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()).AddHours(-1);

    /// <summary>A silo whose tables are there.</summary>
    public static async Task<WriterSilo> StartAsync(ChdbServer server)
    {
        var silo = await WriterSilo.StartAsync(server);
        await silo.Services.GetRequiredService<ClickHouseSchema>().MigrateAsync(TestContext.Current.CancellationToken);
        return silo;
    }

    /// <summary>Pageviews of a visitor, a minute apart, the first an hour ago.</summary>
    public static Task StoreAsync(WriterSilo silo, ulong visitor, params string[] paths) => StoreAsync(silo, visitor, HourAgo, paths);

    /// <summary>Pageviews of a visitor, a minute apart.</summary>
    public static async Task StoreAsync(WriterSilo silo, ulong visitor, DateTime from, params string[] paths)
    {
        for (var i = 0; i < paths.Length; i++)
            Assert.Equal(RecordStatus.Stored, (await Grain(silo, visitor).RecordAsync(Sent(visitor, paths[i], from.AddMinutes(i)))).Status);
    }

    public static ISessionGrain Grain(WriterSilo silo, ulong visitor) => silo.Grains.GetGrain<ISessionGrain>(new SessionKey(Site, visitor).ToString());

    public static SessionEvent Sent(ulong visitor, string path, DateTime at) => new()
    {
        Id = new(unchecked((ulong)Random.Shared.NextInt64()), 0),
        Born = TimeProvider.System.GetUtcNow().UtcDateTime,
        Event = Event(visitor, path, at),
        Domain = "a.example",
    };

    public static IngestEvent Event(ulong visitor, string path, DateTime at) => new()
    {
        Timestamp = at,
        Name = IngestEvent.PageviewName,
        SiteId = Site,
        UserId = visitor,
        Hostname = "example.org",
        Pathname = path,
        Visit = new() { ReferrerSource = "Google", CountryCode = "DE" },
    };

    public static Task IsAsync(WriterSilo silo, string sql, params string[] lines)
    {
        IReadOnlyList<string> found = [];
        return Until.TrueAsync(async () => (found = await silo.Database.LinesAsync(sql)).SequenceEqual(lines), Patience, () => $"{sql} is {string.Join("; ", found)}");
    }
}
