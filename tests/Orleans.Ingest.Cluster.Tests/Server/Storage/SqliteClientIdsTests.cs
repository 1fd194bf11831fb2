using Microsoft.Extensions.Time.Testing;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Server.Storage;
using Xunit;

namespace Orleans.Ingest.Cluster.Tests.Server.Storage;

public sealed class SqliteClientIdsTests : ClientIdStoreContract, IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-ids-");
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero));
    private SqliteClientIds _store;

    public SqliteClientIdsTests() => _store = Open();

    private protected override IClientIdStore Store => _store;

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Ids_outlive_a_restart_and_are_forgotten_after_a_day()
    {
        var claim = new Contracts.ClientIds.ClientIdClaim { ClientId = new(1, 1), EventId = new(1, 0), UserId = 1, PreviousUserId = 0, Born = DateTime.UnixEpoch };
        await Store.ClaimAsync([claim]);
        await _store.DisposeAsync();
        _store = Open();
        var repeat = claim with { UserId = 2 };
        _time.Advance(IClientIdStore.Retention);
        Assert.Equal([claim], await Store.ClaimAsync([repeat]));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([repeat], await Store.ClaimAsync([repeat]));
    }

    private SqliteClientIds Open() => new(Path.Combine(_directory.FullName, "ids.db"), _time);
}
