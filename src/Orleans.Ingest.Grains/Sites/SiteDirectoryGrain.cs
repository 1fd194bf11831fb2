using System.Collections.Immutable;
using Orleans.Ingest.Contracts.Sites;

namespace Orleans.Ingest.Grains.Sites;

/// <summary>Knows which sites exist. What it has written counts; a site's grain that a crash left behind it is brought in line at the next call.</summary>
internal sealed class SiteDirectoryGrain([PersistentState("directory")] IPersistentState<SiteDirectoryState> directory) : Grain, ISiteDirectoryGrain
{
    /// <inheritdoc />
    public async Task<SiteSettings?> CreateAsync(string domain, string? timezone)
    {
        var site = GrainFactory.GetGrain<ISiteGrain>(domain);
        var known = directory.State.Sites.Find(pair => pair.Key == domain);
        if (known.Key is not null && await site.GetAsync() is not null) return null;
        var id = known.Key is not null ? known.Value : directory.State.NextId;
        if (known.Key is null)
        {
            directory.State.NextId++;
            directory.State.Sites.Add(new(domain, id));
            await directory.WriteStateAsync();
        }

        var settings = new SiteSettings { Id = id, Domain = domain };
        if (timezone is not null) settings = settings with { Timezone = timezone };
        await site.PutAsync(settings);
        return settings;
    }

    /// <inheritdoc />
    public async Task CreateFirstAsync(string domain)
    {
        // A crash between the two writes of CreateAsync leaves the name alone: it is made whole here.
        var isFirst = directory.State.NextId == 1 || (directory.State is { NextId: 2, Sites: [var only] } && only.Key == domain);
        if (isFirst) await CreateAsync(domain, timezone: null);
    }

    /// <inheritdoc />
    public Task<ImmutableArray<string>> ListAsync() => Task.FromResult(directory.State.Sites.Select(pair => pair.Key).ToImmutableArray());

    /// <inheritdoc />
    public async Task<bool> DeleteAsync(string domain)
    {
        if (!directory.State.Sites.Exists(pair => pair.Key == domain)) return false;
        // The site's grain first: a crash in between leaves a name without a site, which can be deleted again.
        await GrainFactory.GetGrain<ISiteGrain>(domain).ClearAsync();
        directory.State.Sites.RemoveAll(pair => pair.Key == domain);
        await directory.WriteStateAsync();
        return true;
    }
}
