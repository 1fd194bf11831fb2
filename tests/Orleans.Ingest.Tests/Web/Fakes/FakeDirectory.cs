using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Tests.Web.Fakes;

/// <summary>The directory over <see cref="FakeCluster.Sites"/>.</summary>
public sealed class FakeDirectory(FakeCluster cluster) : ISiteDirectoryGrain
{
    public Task<SiteSettings?> CreateAsync(string domain, string? timezone)
    {
        if (cluster.Site(domain).Settings is not null) return Task.FromResult<SiteSettings?>(null);
        var site = cluster.AddSite(domain, settings => settings with { Timezone = timezone ?? settings.Timezone });
        return Task.FromResult(site.Settings);
    }

    public Task<NumberedSite> CreateNumberedAsync(string domain, string? timezone, ulong id)
    {
        if (cluster.Site(domain).Settings is not null) return Task.FromResult(new NumberedSite(null, LeastId: 0));
        var least = cluster.Sites.Values.Max(other => other.Settings?.Id ?? 0) + 1;
        if (id < least) return Task.FromResult(new NumberedSite(null, least));
        var site = cluster.AddSite(domain, settings => settings with { Id = id, Timezone = timezone ?? settings.Timezone });
        return Task.FromResult(new NumberedSite(site.Settings, LeastId: 0));
    }

    public Task CreateFirstAsync(string domain) => CreateAsync(domain, null);

    public Task<ImmutableArray<string>> ListAsync() =>
        Task.FromResult<ImmutableArray<string>>([.. from site in cluster.Sites where site.Value.Settings is not null orderby site.Value.Settings!.Id select site.Key]);

    public Task<RenameStatus> RenameAsync(string domain, string renamed)
    {
        if (cluster.Site(domain).Settings is not { } settings) return Task.FromResult(RenameStatus.NoSuchSite);
        if (cluster.Site(renamed).Settings is not null) return Task.FromResult(RenameStatus.Taken);
        cluster.Site(renamed).Settings = settings with { Domain = renamed };
        cluster.Site(domain).Settings = null;
        return Task.FromResult(RenameStatus.Renamed);
    }

    public Task<bool> DeleteAsync(string domain)
    {
        var existed = cluster.Site(domain).Settings is not null;
        cluster.Site(domain).Settings = null;
        return Task.FromResult(existed);
    }
}
