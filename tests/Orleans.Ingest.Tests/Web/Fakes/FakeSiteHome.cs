using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>A site found by its id.</summary>
internal sealed class FakeSiteHome(FakeCluster cluster, ulong id) : ISiteHomeGrain
{
    public Task<SiteSettings?> GetAsync() => Task.FromResult(cluster.Sites.Values.Select(site => site.Settings).FirstOrDefault(site => site?.Id == id));

    public ValueTask<SiteLease> LeaseAsync(int wanted) => throw new NotSupportedException();
    public Task CreateAsync(SiteSettings settings, long lastId) => throw new NotSupportedException();
    public Task<SiteSettings?> PutAsync(SiteSettings settings) => throw new NotSupportedException();
    public Task RenameAsync(string domain) => throw new NotSupportedException();
    public Task<ShieldOutcome?> AddShieldAsync(ShieldKind kind, string? value) => throw new NotSupportedException();
    public Task<bool> RemoveShieldAsync(ShieldKind kind, long id) => throw new NotSupportedException();
    public Task<Goal?> AddGoalAsync(string eventName, string? currency) => throw new NotSupportedException();
    public Task<bool> RemoveGoalAsync(long id) => throw new NotSupportedException();
    public Task ClearAsync() => throw new NotSupportedException();
}
