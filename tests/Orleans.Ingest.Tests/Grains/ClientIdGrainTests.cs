using Orleans.Ingest.Contracts.ClientIds;
using Orleans.Ingest.DurableLog;
using Orleans.Ingest.DurableLog.Contract;
using Orleans.Ingest.Grains.ClientIds;
using Orleans.Ingest.Server.Storage;
using Orleans.Ingest.Tests.DurableLog;
using Xunit;

namespace Orleans.Ingest.Tests.Grains;

public sealed class ClientIdGrainTests : IAsyncLifetime
{
    private readonly LogDirectory _log = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ingest-ids-");
    private SqliteClientIds _store = null!;
    private ClientIdGrain _grain = null!;
    private ulong _request;

    public ValueTask InitializeAsync()
    {
        _store = new(Path.Combine(_directory.FullName, "ids.db"), _log.Time);
        _grain = new(_store, _log.Log, _log.Time);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _log.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_new_id_proceeds_and_a_confirmed_one_is_stored()
    {
        var first = Claim("x");
        Assert.Equal(new(ClientIdStatus.Proceed, first), await ClaimAsync(first));
        await _grain.ConfirmAsync([first.ClientId]);
        _log.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(ClientIdStatus.Stored, (await ClaimAsync(Claim("x"))).Status);
        Assert.Equal(ClientIdStatus.Proceed, (await ClaimAsync(Claim("y"))).Status);
    }

    [Fact]
    public async Task A_repeat_within_a_minute_goes_under_the_names_of_the_first()
    {
        var first = Claim("x");
        await ClaimAsync(first);
        _log.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(new(ClientIdStatus.Proceed, first), await ClaimAsync(Claim("x")));
    }

    [Fact]
    public async Task A_repeat_is_undecided_while_an_append_of_the_first_may_still_take_place()
    {
        await ClaimAsync(Claim("x"));
        _log.Time.Advance(LogChunk.MaxAge + TimeSpan.FromSeconds(30));
        Assert.Equal(ClientIdStatus.Undecided, (await ClaimAsync(Claim("x"))).Status);
    }

    [Fact]
    public async Task What_the_log_has_committed_without_it_never_came_there_and_is_sent_anew_under_the_same_names()
    {
        var first = Claim("x");
        await ClaimAsync(first);
        await _log.Log.AppendAsync(0, Chunks.Batch(Chunks.Chunk(1, 1, born: _log.Time.GetUtcNow())), TestContext.Current.CancellationToken);
        _log.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(ClientIdStatus.Undecided, (await ClaimAsync(Claim("x"))).Status);

        var group = await _log.Log.ClaimGroupAsync(0, TestContext.Current.CancellationToken);
        await _log.Log.CommitAsync(group!, TestContext.Current.CancellationToken);
        var renewed = first with { Born = _log.Time.GetUtcNow().UtcDateTime };
        Assert.Equal(new(ClientIdStatus.Proceed, renewed), await ClaimAsync(Claim("x")));
        Assert.Equal(new(ClientIdStatus.Proceed, renewed), await ClaimAsync(Claim("x")));
    }

    private ClientIdClaim Claim(string id) => new()
    {
        ClientId = ClientId.Of(7, id), EventId = new(++_request, 0), UserId = _request, PreviousUserId = 0, Born = _log.Time.GetUtcNow().UtcDateTime,
    };

    private async Task<ClaimedId> ClaimAsync(ClientIdClaim claim) => Assert.Single(await _grain.ClaimAsync([claim]));
}
